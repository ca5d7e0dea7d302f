# Reading: why a file can't be read, what this machine lacks for it, and what was done to a page.

unreadable-empty = The file is empty (0 bytes). Scan the paper again.
unreadable-unreadable = The file is damaged and can't be read. The original is kept as it is; scan the paper again.
unreadable-truncated = The file is cut off: its end is missing. The original is kept as it is; scan it or copy it again.
unreadable-encrypted = The PDF has a password and can't be opened. Remove the password and bring the file in again.
unreadable-unsupported-type = Files of this type can't be read. Use PDF, JPEG, PNG, TIFF, BMP, WebP or JPEG 2000.
unreadable-too-large = A picture in the file is far too large and was not opened, to protect the machine. Scan it again at 300 dpi.
unreadable-timeout = Reading took longer than allowed and was stopped. Look at the page; read it again or scan it again.

capture-not-there = The file to read can't be opened yet ({ $detail }). The program will try again.
tesseract-missing = Tesseract is not installed, so nothing can be read yet. Captured files are safe and will be read once it is there: on Debian “sudo apt-get install tesseract-ocr tesseract-ocr-vie”, on Windows run Sohoa's installer again.
tesseract-too-old = Tesseract { $version } is too old. Install version 4 or newer; captured files are safe.
tesseract-lacks-language = Tesseract's model “{ $language }” is missing or damaged. Captured files are safe and will be read once it is there: on Debian “sudo apt-get install tesseract-ocr-vie”, on Windows put { $language }.traineddata into the tessdata folder.
tesseract-model-damaged = Tesseract's model “{ $language }” is damaged ({ $detail }). Install it again; captured files are safe.
tesseract-failed = Tesseract could not be run ({ $detail }). The program will try again.
tesseract-found = Tesseract { $version } ({ $place })
tesseract-language-found = Tesseract reads Vietnamese (“{ $language }”).
second-model-found = The model “Vietnamese” is there too, for a second opinion.
second-model-missing = The model “Vietnamese” is not there (not required); with it reading is more exact: “sudo apt-get install tesseract-ocr-script-viet”.
tesseract-library-found = Tesseract { $version } runs inside this program (faster).
tesseract-library-missing = Pages are read by the Tesseract program; with the library { $part } it takes a quarter less time (not required): “pip install sohoa[fast-reading]”.
second-engine-missing = The second engine { $part } is not there (not required); with it reading is more exact: “pip install sohoa[second-opinion]”.
part-found = { $part } { $version }

page-reduced = The page is over the pixel limit and was reduced before reading; the picture that is kept is unchanged.
