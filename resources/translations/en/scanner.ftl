# Direct scanning at a scanner beside this machine (SANE).

scanner-menu = Scan directly…
scanner-title = Scan directly
scanner-device = Scanner
scanner-source = Paper source
scanner-dpi = Resolution
scanner-both-sides = Scan both sides
scanner-find = Look again
scanner-preview = Preview
scanner-scan = Scan
scanner-insert = Insert into the open result
scanner-cancel = Stop
scanner-looking = Looking for scanners…
scanner-found = { $count ->
    [0] No scanner was found. Switch it on, plug it in, and press “Look again”.
    [one] One scanner was found. Lay the paper in and press “Scan”.
   *[other] { $count } scanners were found. Lay the paper in and press “Scan”.
}
scanner-scanning = Scanning… { $pages } pages are done.
scanner-done = Scanned { $pages } pages, safe on the disk; the result will show up in the queue.
scanner-inserted = Scanned; the pages are put behind the page shown.
scanner-previewed = This is a preview; it is not kept. If the paper lies well, press “Scan”.
scanner-cancelled = Stopped. No page was kept; lay the paper in again and scan from the start.
scanner-failed = The scanner stopped after { $pages } pages ({ $detail }). Those pages are not used, so that none comes twice. Look at the scanner, lay all sheets in again, and scan again.
scanner-no-sheets = The feeder has no paper, so nothing was scanned. Lay the paper in and scan again.
scanner-no-colour = This scanner has no colour, and the rules ask for colour. Nothing was scanned; choose another scanner.
scanner-no-sane = The program “scanimage” is not on this machine, so direct scanning is not possible; scanner folders work as always. On Debian run “sudo apt-get install sane-utils”.
scanner-silent = The scanner does not answer. Nothing was scanned; switch it off and on, then look again.
