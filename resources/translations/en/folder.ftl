# How the captures of a scanner folder are divided.

folder-divides = Divided by
folder-blanks-cut = Blank sheets divide results
folder-heads-cut = Each head begins a result
folder-slips-behind = The slip lies behind its result
folder-interleaved = All fronts first, then all backs
