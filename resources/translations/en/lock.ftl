# Locking the window by a PIN.

lock-pin = PIN to unlock
lock-ask-pin = Ask for a PIN to unlock
lock-pin-wrong = This is another PIN. The window stays locked; wait a moment and try again.
lock-pin-short = The PIN is too short and was not kept. Choose at least { $least } characters.
lock-no-keyring = The keyring of this machine does not answer, so no PIN can be used. Nothing was changed; open the desktop’s keyring and try again.
station-set-pin = PIN
station-set-sounds = Sound when there is a notice
lock-shaded = The window is locked. Type the PIN and press Enter to go on.
