station-title = Sohoa – digitizing results of administrative procedures

# --- queue
station-queue = Queue of scans
station-queue-filter = Filter by name, code, file
station-queue-newest-first = Newest first
station-shelf-needs = To decide
station-shelf-needs-tip = Scans that need your decision
station-shelf-working = Working
station-shelf-working-tip = Scans that the program is working on
station-shelf-done = Done
station-shelf-done-tip = Stored or rejected today
station-shelf-all = All
station-shelf-all-tip = Every scan
station-masked = (hidden)
station-no-dossier-yet = No dossier yet
station-pages =
    { $n ->
        [one] { $n } page
       *[other] { $n } pages 
    }
station-age-now = just now
station-age-minutes = { $n } min ago
station-age-hours = { $n } h ago
station-age-yesterday = yesterday { $time }
station-state-asks = To decide
station-state-blocks = Blocked
station-state-captured = To be read
station-state-read = Read
station-state-separated = Matching
station-state-linked = Linked
station-state-sealed = Sealed
station-state-signed = Signed
station-state-stored = Stored
station-state-rejected = Rejected
station-step-read = Reading
station-step-separate = Separating
station-step-match = Matching
station-step-seal = Sealing
station-step-sign = Signing
station-step-deposit = Depositing

# --- empty places
station-empty-filter = No scan fits the filter.
station-empty-no-folder = No scanner folder is watched yet. Choose the folder that your scanner saves into.
station-empty-no-folder-do = Choose a folder…
station-empty-queue = The queue is empty. Scan a paper: it appears here by itself.
station-empty-queue-do = See the watched folders…
station-empty-needs = Nothing needs you now.
station-empty-working = The program has nothing in work.
station-empty-done = Nothing has been finished today yet.
station-empty-all = There are no scans yet.

# --- page
station-page-view = Page of the scan
station-pages-strip = Pages of the scan
station-page-none = Choose a scan to see its page.
station-page-number = Page { $n }
station-page-of = { $n } / { $total }
station-page-not-shown = This page can't be shown. The original file is kept. You may reject the scan and scan the paper again.
station-tool-previous = Previous page
station-tool-next = Next page
station-tool-zoom-in = Zoom in
station-tool-zoom-out = Zoom out
station-tool-fit-width = Fit the width
station-tool-fit-page = Fit the page
station-tool-rotate = Turn the view

# --- decision
station-decide-none = No scan needs your decision.
station-no-candidates = No dossier is proposed. Look it up in the register (F3).
station-search = Find a dossier: name, code, number
station-search-hits = Dossiers found
station-search-nothing = No dossier fits. Try fewer letters, or check that the register has been imported.
station-sure-certain = almost certain
station-sure-likely = very likely
station-sure-possible = possible
station-sure-unlikely = unlikely
station-dates = Received { $received } · due { $due }
station-not-in-register = No longer in the register
station-register-says = Register: { $value }
station-register-agrees = As in the register
station-evidence-against = Speaks against this dossier
station-evidence-jump = Press to see it on page { $page }
station-evidence-barcode = Barcode
station-evidence-printed-code = Printed code
station-evidence-manifest = Hand-over slip
station-evidence-personal-number = Personal number
station-evidence-tax-code = Tax code
station-evidence-name = Name
station-evidence-birth-date = Birth date
station-evidence-document-number = Document number
station-evidence-procedure = Procedure
station-evidence-date = Date of issue
station-evidence-unit = Office
station-linked-by = { $who }
station-linked-by-rule = by itself, on unique evidence
station-fact-dossier = Dossier
station-fact-linked = Linked by
station-fact-procedure = Procedure
station-fact-reason = Reason
station-fact-file = Result file
station-fact-as-it-came = kept as it came
station-fact-receipt = Receipt
station-fact-stored = Stored at
station-fact-digest = Digest
station-act-accept = Link: { $who }
station-act-choose = Press a digit to choose
station-act-search-first = Find a dossier first (F3)
station-act-hold = Hold
station-act-hold-tip = Stop this scan, with a reason
station-act-release = Release
station-act-release-tip = Let the program try again from where it stopped
station-act-reject = Reject
station-act-reject-tip = End this scan, with a reason; the original picture is kept
station-act-unlink = Unlink
station-act-unlink-tip = Take the scan off the dossier and decide anew
station-act-confirm = Keep link
station-act-confirm-tip = Confirm that the link is right, with a reason
station-reason-hold = Why is it held?
station-reason-reject = Why is it rejected?
station-reason-confirm = Why is this link right?
station-reason-type = Type the reason, then Enter
station-reason-back = Back
station-reason-blank = Blank page
station-reason-double = Scanned twice
station-reason-no-result = Not a result
station-reason-ask-unit = Ask the unit
station-reason-rescan = Scan again
station-reason-new-version = New version
station-reason-looked = Looked again
station-undo-link = Undo: link of { $what }
station-undo-hold = Undo: hold of { $what }
station-undo-too-late = It is too late to undo: the result has been deposited. Nothing was changed. To correct it, deposit a new version.
scan-changed-meanwhile = This scan changed while you were looking, so nothing was linked. Look at it again, then decide.
station-notice-seen = Understood
station-notice-open = Open the scan
station-defect = The program itself failed. The scans are safe. Try again; if it comes back, tell the administrator.

# --- foot
station-ledger = scanned { $captured } = stored { $stored } + waiting { $waiting } + held { $held } + rejected { $rejected }
station-ledger-total = All days:
station-balanced = Balanced: every scan is accounted for.
station-not-balanced = NOT balanced: tell the administrator.
station-work = { $step }: { $source }
station-oldest = Oldest: { $age }
station-store-well = Store ready
station-store-waits = Store is not answering, trying again

# --- menus and commands
station-menu-file = &File
station-menu-scan = &Scan
station-menu-view = &View
station-menu-help = &Help
station-menu-theme = Theme
station-menu-language = Language
station-theme-system = As the system
station-theme-light = Light
station-theme-dark = Dark
station-theme-contrast = High contrast
station-do-accept = Accept the chosen dossier
station-do-choose = Choose a dossier by its number
station-do-search = Find a dossier
station-do-hold = Hold…
station-do-release = Release
station-do-reject = Reject…
station-do-unlink = Unlink
station-do-confirm = Keep the link…
station-do-undo = Undo
station-do-next = Next scan
station-do-previous = Previous scan
station-do-page-next = Next page
station-do-page-previous = Previous page
station-do-zoom-in = Zoom in
station-do-zoom-out = Zoom out
station-do-fit-width = Fit the width
station-do-fit-page = Fit the page
station-do-rotate = Turn the view
station-do-queue = Go to the queue
station-do-filter = Filter the queue
station-do-shelf-needs = Queue: to decide
station-do-shelf-working = Queue: working
station-do-shelf-done = Queue: done today
station-do-shelf-all = Queue: all
station-do-folder = Open the scanner folder
station-do-sheet = End-of-day sheet…
station-do-settings = Settings…
station-do-mask = Hide names on the screen
station-do-lock = Lock the station
station-do-keys = Keys…
station-do-about = About Sohoa…
station-do-leave = Leave
station-do-escape = Put away what is open
station-read-title = Read on the paper
station-read-nothing = No name, code or number was surely read.
station-read-search = Look up { $value }

# --- settings
station-settings-title = Settings
station-set-office = Office
station-set-language = Language
station-set-unit-code = Code of the unit
station-set-unit-name = Name of the unit
station-set-account = Acts are recorded under
station-set-folders = Scanner folders
station-set-no-folder = There is no folder yet. Add the folder that your scanner saves into; new files there come into the queue by themselves.
station-set-add-folder = Add a folder…
station-set-remove = Remove
station-set-network = On the network
station-set-after = After pick-up the original is
station-set-after-move = moved to done
station-set-after-keep = left where it is
station-set-after-delete = deleted
station-set-work = Linking and reading
station-set-auto = Linking by itself
station-set-auto-exact = when the evidence is exact and unique
station-set-auto-off = never, a person always decides
station-set-quality = Quality of reading
station-set-quality-exact = thorough (most exact)
station-set-quality-swift = swift (less exact)
station-set-screen = Screen
station-set-theme = Theme
station-set-lock = Cover when nobody works
station-set-lock-0 = never
station-set-lock-5 = after 5 minutes
station-set-lock-10 = after 10 minutes
station-set-lock-15 = after 15 minutes
station-set-lock-30 = after 30 minutes
station-set-masked = Hide people's names in the queue
station-shaded = The screen is covered. Press any key to go on.

# --- keys
station-keys-title = Keys
station-keys-hint = To change a key, click its box and press the new one.
station-keys-taken = { $key } is taken by “{ $other }”. Nothing was changed: choose another key.

# --- about
station-about-title = About Sohoa
station-about-what = The station that digitizes results of administrative procedures: scan, read, link, seal as PDF/A, deposit with a receipt.
station-about-licence = Open source, Apache License 2.0

# --- end-of-day sheet
station-sheet-window = End-of-day sheet
station-sheet-title = Digitizing on { $day }
station-sheet-printed = Made at { $time } on { $day } by { $who }
station-sheet-day = The day
station-sheet-waiting = What waits ({ $n })
station-sheet-nothing = Nothing waits.
station-sheet-when = Scanned
station-sheet-file = File
station-sheet-whose = Dossier
station-sheet-why = Why it waits
station-sheet-print = Print…
station-sheet-keep = Save as PDF…
station-sheet-close = Close
station-sheet-kept = The sheet was saved as { $file }.
station-sheet-not-kept = The sheet could not be saved as { $file }: { $detail }. Choose another place.
