# Warnings of a bad scan while the paper is still in hand: what happened, what was done, what to do.

flaw-dpi = Page { $pages } was scanned below { $least } dpi, less than the rules ask. The scan is kept and goes on. Set the scanner to 300 dpi and scan the paper again.
flaw-colour = Page { $pages } has no colour, and the rules ask for colour. The scan is kept and goes on. Choose colour at the scanner and scan the paper again.
flaw-cut = Page { $pages } has lost text at its edge. The scan is kept and goes on. Lay the paper straight, choose its size, and scan it again.
flaw-blank = All pages are blank. The scan is kept. Turn the paper over and scan it again.
flaw-blurred = Page { $pages } is blurred. The scan is kept and goes on. Clean the glass, press the paper flat, and scan it again.
flaw-skewed = Page { $pages } leans too far. The scan is kept and goes on. Lay the paper straight and scan it again.
flaw-stamp = No red stamp was found on a kind of paper that carries one. The scan is kept and goes on. See whether the paper is stamped, and scan it again if need be.
station-flawed = { $source }: { $what }
