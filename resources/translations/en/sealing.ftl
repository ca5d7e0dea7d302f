# Sealing result files, and looking at sealed files

seal-conversion-mark = Converted from a paper document into a data message. Time of conversion: { $at }. By: { $by }. Office: { $office }. Software: Sohoa { $version }.

seal-disk-full = The disk is full, so the result file { $file } was not written. The scan is safe; free some space and the program tries again by itself. ({ $detail })
seal-not-written = The result file { $file } could not be written. The scan is safe and the program tries again by itself. ({ $detail })

seal-page-missing = Page { $page } is wanted, but the file has { $pages } pages. No result file was made; check how the pages were separated, or scan again.
seal-page-without-size = Page { $page } has no size and cannot be shown. No result file was made; scan this page again.
seal-signed-in-parts = The file carries a digital signature, so its pages must not be taken apart. The file was left as it is; link the whole file to one dossier.
seal-xfa-form = This PDF is an XFA form, whose content shows in special software only. No result file was made; print it to an ordinary PDF and hand that in.

seal-too-large = The result file weighs { $megabytes } MB, over the limit of { $limit } MB even when squeezed. No file was made; scan again at 200 dpi, or with fewer pages.

seal-proof-damaged = The result file just written could not be reopened whole and was dropped. Let it be made again; if this repeats, check the disk. ({ $detail })
seal-proof-marks = The reopened result file names dossier “{ $dossier }” instead of “{ $expected }” and was dropped. Let it be made again.
seal-proof-pages = The reopened result file has { $pages } pages instead of { $expected } and was dropped. Let it be made again.
seal-proof-picture = The picture of page { $page } in the result file differs from the scan, so the file was dropped. Let it be made again.
seal-proof-content = The reopened result file differs from what was written, so it was dropped. Let it be made again.
seal-proof-text = On page { $page } of the result file { $missing } words that were read cannot be found (“{ $word }”, for one), so the file was dropped. Let it be made again.
seal-proof-pdfa = The result file is not valid PDF/A-{ $level } and was dropped. Tell the administrator. ({ $detail })

seal-note-squeezed = The scan was over the size limit and was compressed again (colour kept, never under 200 dpi).
seal-note-recompressed = The picture came in a compression that PDF cannot hold; it was compressed again in high quality.
seal-note-recoloured = The colours of the picture (CMYK, or more than 8 bits) were converted to colours that PDF/A can show.
seal-note-rewrapped = The scanned PDF could not be repaired into PDF/A; its page pictures were taken out and put into a new file, unchanged.
seal-note-photographed = A page could not be kept as it was in PDF/A and was photographed into a picture.
seal-note-scripts-removed = JavaScript in the file was removed, since PDF/A does not allow it; what is seen did not change.
seal-note-restrictions-lifted = The original restricted printing or copying; PDF/A allows no encryption, so the restriction was lifted.
seal-note-kept-signed = The file carries a digital signature and was kept to the byte.
seal-note-kept = The file was born electronic and was kept as it came, since PDF/A would lose something.

verify-no-file = The file cannot be read. Check its path and your rights. ({ $detail })
verify-encrypted = The file is protected by a password and cannot be checked. Use a copy without one.
verify-damaged = The file is damaged or cut off. Do not use it; fetch it from the data store again. ({ $detail })
verify-no-pages = The file has no pages.
verify-changed = The pages were changed after the file was sealed. Do not use it; fetch it from the data store again.
verify-not-pdfa = The file is not PDF/A.
verify-pdfa-broken = The file calls itself PDF/A-{ $level } but is not. ({ $detail })
