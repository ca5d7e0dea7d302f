# The storage floor: journal, spool, register, data store.
storage-disk-full = The disk is full; nothing could be written to { $folder }. Nothing is lost: make room on this disk and the work goes on by itself.
storage-file-in-use = Another program is using { $file }. Nothing is lost; it is tried again shortly.
storage-no-access = The operating system does not let this program write { $file }. Nothing is lost; give this account the right to write there and the work goes on by itself.
storage-disk-trouble = The disk reports an error at { $file } ({ $detail }). Nothing is lost; it is tried again. If this keeps coming back, have the disk and its cable checked.
storage-workspace-in-use = This workspace is already open in another program (process { $pid }, since { $since }). Use that one, or close it first. Workspace: { $folder }
storage-workspace-in-use-by-unknown = This workspace is already open in another program. Use that one, or close it first. Workspace: { $folder }
storage-database-damaged = The file { $file } is damaged. It was not changed. Close the program, keep a copy of the file, and put the last backup in its place.
storage-database-closed-to-us = The file { $file } can't be opened for writing ({ $detail }). Check that the folder exists and that this account may write there.
storage-database-newer = The file { $file } was made by a newer version of the program (form { $found }, this version knows up to { $known }). It was not changed. Install the newer version.
storage-database-foreign = The file { $file } belongs to another program. It was not changed. Choose another workspace, or move the file away.
storage-file-missing = The working file { $digest }… is missing (looked for { $file }). Put it back from a backup, or scan the paper again.
storage-file-altered = The working file { $digest }… was altered after it was saved ({ $file }). It is not used. Put it back from a backup, or scan the paper again.
storage-file-unreadable = The working file { $digest }… can't be read from the disk ({ $file }). Have the disk checked; put the file back from a backup, or scan the paper again.
storage-file-foreign = The file { $file } does not belong here; it was left as it is.
storage-digest-differs = The bytes that arrived are not the ones that were announced (expected { $expected }, found { $found }). Nothing was stored. Seal the scan again.
