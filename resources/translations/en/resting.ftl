# Sealed results that rest for a moment before their deposit, so that they can still be taken back.

resting-row = stored in { $seconds } s
resting-foot = { $count ->
    [one] 1 result is about to be stored, in { $seconds } s · { $key }: undo
   *[other] { $count } results are about to be stored, the first in { $seconds } s · { $key }: undo
}
