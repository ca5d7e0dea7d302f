# How the captures of a scanner folder are divided.

folder-divides = Divided by
folder-blanks-cut = Blank sheets divide results
folder-heads-cut = Each head begins a result
folder-slips-behind = The slip lies behind its result
folder-interleaved = All fronts first, then all backs
folder-settle = Quiet before pick-up
folder-settle-learned = learned
folder-settle-tip = A file is taken only when the scanner has written nothing for so long. “Learned”: as the scanner is seen to write.
folder-procedure = Usual procedure
folder-procedure-tip = Code of the procedure, such as 1.004859. Where everything else is equal, its dossiers are proposed first; nothing is linked because of it.
