# The capture floor and the intake: scanner folders.
capture-not-a-file = "{ $file }" in { $folder } is a link or a device, not a file. It was left alone. Put the scanned file itself into the folder.
capture-folder-closed = The sub-folder "{ $file }" of { $folder } can't be opened. The other files are taken as usual. Give this account the right to read it.
capture-folder-away = The scanner folder { $folder } can't be reached ({ $detail }). Nothing is lost; it is watched again as soon as it is back. Check the network or the drive.
capture-folder-back = The scanner folder { $folder } is back and is being watched again.
capture-restless = "{ $file }" keeps changing, so it has not been taken yet. It is tried again. Check whether the scanner or another program is still writing it.
capture-file-trouble = "{ $file }" in { $folder } can't be taken now ({ $detail }). It stays where it is and is tried again. Check that this account may read the file and move it.
capture-defect = "{ $file }" in { $folder } met a defect of this program ({ $detail }). It stays where it is and is tried again. Please report this.
capture-originals-stay = No scan can be taken now. The files stay in their scanner folders, and are taken as soon as this is mended.
capture-goes-on = Scans are being taken again.
capture-seen-again = "{ $file }" holds exactly the same bytes as scan { $scan }. No second scan was made.
hold-capture-grew = "{ $source }" went on growing after scan { $scan } was made from its beginning and could no longer be changed. Compare the two, then link this one, or reject it.
