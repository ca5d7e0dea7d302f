# Help in the program (F1). Each line of a topic is a paragraph.

help-title = Help
help-topics = Topics
help-change-keys = Change keys…
help-day = One key a result
help-day-text =
    The queue is at the left, the page in the middle, the proposed dossier at the right. Evidence has the same colour on the page and in the list.
    When the proposal is right, press Enter: the result is linked, sealed and stored, and the next scan that needs a person opens. Red blocks, amber asks, green is done.
help-decide = Two dossiers fit
help-decide-text = When several dossiers fit, the program never chooses by itself. Compare the day of receipt, the procedure and the number with the page, then press the digit of the right one.
help-find = Finding a dossier
help-find-text = Type any part of code, name or number, without tone marks. Arrows choose, Enter takes.
help-stop = Hold, reject, undo
help-stop-text =
    What can not be decided yet is held with a reason; what is no result is rejected. The original scan is always kept.
    Ctrl+Z takes back step after step, also after sealing, until the result is deposited.
help-scan = When a scan is bad
help-scan-text =
    When a page is below 200 dpi, without colour, cut, blank, blurred, leaning, or lacks its stamp, an amber line says so while the paper is still in hand. Scan it again: the new scan is recognised as the same sheet.
    Direct scanning is in the menu Work.
help-pages = Changing pages
help-pages-text = Pages can be turned, cropped, moved, taken out, inserted, replaced, split and merged, by mouse or keyboard. Cropping by keys: an arrow pushes an edge in, Shift and an arrow pull it out, Enter takes it. Every change can be undone.
help-end = The end of the day
help-end-text = The sheet shows that what was scanned equals stored, waiting, held and rejected, with a list of what still waits; it can be printed. The window can be closed safely at any moment.
help-public = When the screen faces the public
help-public-text = Ctrl+M covers names and small pictures; Ctrl+L locks the window. The settings let it lock itself after some idle minutes, and hold a PIN that opens it again.
help-keys = Keys
help-keys-text = Everything can be done by keyboard. You may choose other keys.
station-do-help = Help
