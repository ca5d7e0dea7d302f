# First use, and practice.

first-menu = First steps…
first-title = First steps
first-step-language = Language
first-step-office = Office
first-step-register = List of dossiers
first-step-folder = Scanner folder
first-step-store = Data store
first-language-what = Welcome to Sohoa. These five steps take less than three minutes; each can be left out and done later in the settings.
first-office-what = Which unit scans results at this machine? Its code and name are written into the result files.
first-register-what = Results are linked to the dossiers of a list. Export it from the one-stop program as CSV, XLSX or JSON and choose the file; it can be imported again at any time.
first-folder-what = Choose the folder that the scanner writes to, then scan one sheet as a trial. The program learns by itself when the scanner has finished a file.
first-store-what = Results are kept in this machine's own store until it joins the common one. Once you have the common store's address, close this window and run “sohoa store connect ADDRESS”; what is stored already moves with “sohoa store move”.
first-code = Code of the unit
first-name = Name of the unit
first-practise-act = Practise with samples…
first-register-act = Choose the list of dossiers…
first-folder-act = Choose the folder…
first-back = Back
first-on = Continue
first-finish = Finish
first-register-reading = Reading the list…
first-register-done = { $added } dossiers were added; { $refused } rows could not be used.
first-folder-waits = Watching { $folder }. Scan one sheet as a trial; its name will appear here when it has come.
first-folder-done = { $source } has come whole. The folder is ready.
practice-band = PRACTICE with samples – nothing goes to the real store
