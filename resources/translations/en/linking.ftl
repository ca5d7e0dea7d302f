# Why a scan waits, or is stopped, while it is separated and linked to a dossier.

hold-slip-without-result = No result follows the slip of dossier { $code }. The slip was set aside: find the result, scan it again, then reject this slip.
hold-slip-code-twice = Dossier code { $code } stands on two slips of one capture. Nothing was linked: see which sheets are this dossier’s result.
hold-slips-behind = This capture begins with a result and ends with a slip, so the slips may lie behind their results. Nothing was linked: check the order of the sheets, or choose “slips behind” for this folder.
hold-maybe-slip = Page { $page } carries a dossier’s barcode, but may be a slip or a result. Look at it and decide.
hold-letter = Page { $page } is headed as a letter of apology or extension (Mẫu 04), which is no result. Nothing was linked: reject the scan, or link it if it is a result after all.
hold-several-results = This part seems to hold several results: pages { $first } and { $second } both begin like a paper. Nothing was linked: split it, or confirm that it is one result.
hold-page-missing = By the printed page numbers, page { $number } is missing. Find the sheet and scan again, or confirm that the result is complete.
hold-page-twice = Pages { $first } and { $second } of the capture are alike: one sheet may have been scanned twice. Look at them before linking.
hold-no-result-pages = This capture has only blank or separator pages, and no result. Scan again, or reject it.

hold-register-empty = The register is empty, so no dossier can be proposed. Import the register and try again.
hold-code-not-in-register = Dossier code { $code } is not in the register. A similar code was not taken for it: import a newer register, or look for the dossier by hand.
hold-codes-disagree = Slip and paper name two different dossiers: { $first } and { $second }. See which of them this result belongs to.
hold-nothing-read = Nothing could be read on this result. Look at the page and find the dossier by hand, or scan it again more clearly.
hold-person-not-in-register = No dossier of the register is in the name of { $name }. Look for the dossier by hand, or import a newer register.
hold-two-fit = Two dossiers fit: { $first } and { $second }. Only a person can decide: compare them and choose one.
hold-dossier-closed = Dossier { $dossier } { $state ->
    [3] was refused
    [7] was withdrawn
   *[other] was stopped
}, so there should be no result for it. It was not linked: check the dossier.
hold-no-result-due = By the register, dossier { $dossier } has no result on paper. It was not linked: check the dossier.
hold-result-already-there = Dossier { $dossier } has a result already. Is this a new version, or another paper? Look at the one that is there, then decide.
hold-to-confirm = Dossier { $dossier } is proposed. Your office wants every link confirmed: press Enter if it is right.
hold-not-exact = Dossier { $dossier } is proposed ({ $percent } % likely), but this is not sure enough to link by itself. Compare it with the page and press Enter if it is right.

stop-code-differs = The code read is { $read }, which is not a code of dossier { $dossier }. Stopped: check whether this is really that dossier’s result.
stop-number-differs = The paper shows the number { $read }, but the owner of dossier { $dossier } has { $wanted }. Stopped: check whether this is the wrong person.
stop-name-differs = The paper shows the name { $read }, but the owner of dossier { $dossier } is { $wanted }. Stopped: check whether this is the wrong person.
stop-date-before-received = The paper is dated { $issued }, before dossier { $dossier } was received ({ $received }). Stopped: check the dossier, or the date on the paper.
stop-page-meant-for = Page { $page } came from a scan of dossier { $other }, not of dossier { $dossier }. Stopped: if two people’s papers were merged, undo that.
stop-page-of-another = Page { $page } shows “{ $read }”, but dossier { $dossier } has “{ $wanted }”. Stopped: if a page is another person’s, split it off or take it out.

manifest-missing = The hand-over slip lists dossier { $code }, but its result did not come. Find the missing sheet.
manifest-extra = A result of dossier { $code } came, but the hand-over slip does not list it. Compare the slip again.
manifest-out-of-order = The result of dossier { $code } is not at its place on the hand-over slip. Check whether sheets were mixed up.
manifest-row-wrong-code = This row has “{ $value }” as dossier code, which is none. The row was not counted: please correct the list.
manifest-row-wrong-day = This row has “{ $value }” as day, but there is no such day. The row was not counted: please write day/month/year.

# Lists of a batch that lie in a scanner folder as files of their own.
hold-list = { $source } lists { $listed } dossiers for the scans after it in this folder. Linked { $came }, undecided { $undecided }.{ $missing_count ->
    [0] {""}
   *[other] {" "}Missing { $missing_count }: { $missing }.
}{ $extra_count ->
    [0] {""}
   *[other] {" "}Not listed { $extra_count }: { $extra }.
}{ $moved_count ->
    [0] {""}
   *[other] {" "}Out of order { $moved_count }: { $moved }.
} When all came as listed, the list ends by itself; if the batch is over, reject the list.
hold-list-empty = { $source } has no dossier code, so it can't serve as a list. Write the codes into a column “Mã hồ sơ” and put the file into the folder again, or reject this one.
hold-not-on-list = This is the result of dossier { $dossier }, which the list { $source } does not name. Not linked: please compare; if the list's batch is over, reject the list.
list-rows-refused = { $count } rows of the list were not understood and do not count (rows { $rows }). Please look at them.
list-order-waits = Waiting until { $source }, scanned before, has been read, so that the list's order is kept.

# A sheet that was scanned before, and a second result of a dossier.
link-needs-relation = Dossier { $dossier } has a result already, so nothing was linked. Choose: a new version instead of the one before, or another paper.
not-seen-before = Scan { $scan } is not held for a sheet scanned before, so there is nothing to choose. Please open it again.
rejected-list-served = All that the list names came, in order
rejected-same-sheet = The sheet had been scanned before
rejected-replaced = A newer scan took its place
