settings-unreadable = The settings file { $file } can't be read: { $detail } Nothing was done. Mend the file or remove it.
settings-wrong-value = The setting { $key } has a value that can't be used: { $value }. Nothing was done. Mend it.
no-such-scan = There is no scan { $scan }. List them with: sohoa scans
no-such-dossier = Dossier { $code } is not in the register, so nothing was linked. Check the code, or import a newer register.
reject-needs-reason = Rejecting a scan needs a reason. Nothing was done.
confirm-needs-reason = Letting this link stand needs a reason. Nothing was done.
illegal-fact = Scan { $scan } is in a state that does not allow this ({ $state }, { $held ->
        [1] held
       *[other] not held
    }; { $fact }). Nothing was changed.
hold-unlinked = { $by } took the link back. The scan waits for a new decision: choose the right dossier.
hold-by-person = Held by { $by }: { $reason }
hold-defect = The program itself failed at { $stage } ({ $detail }). The scan is safe. Release it to try again; if it comes back, tell the administrator.
hold-nothing-fits = No dossier fits. The scan waits: find the dossier with the search box.
hold-page-unread = Page { $page } has ink that could not be read ({ $pages } such pages). Nothing was linked by itself: look at the page, then decide.
page-unreadable = The page could not be read; its picture is kept.
stop-dossier-gone = Dossier { $code } is no longer in the register. Stopped before sealing: import a newer register, or link another dossier.
stop-second-result = Dossier { $code } has another scan already ({ $other }). Stopped: is this a new version, another paper, or the same one scanned twice?
sealed-file-changed = The sealed file changed before it was put away. It was dropped, the scan is safe. Release the scan to make it again.
receipt-differs = The store's receipt { $receipt } is not for the file that was deposited. It is NOT counted as stored. Tell the store's administrator.
read-back-differs = What the store gives back for receipt { $receipt } differs from the file deposited. It is NOT counted as stored. Tell the store's administrator.
worker-died = The worker ({ $work }) died ({ $detail }). Only this scan is affected, and it is safe. Release it to try again.
program-closing = The program is closing; this goes on at the next start.
scan-changed = Scan { $scan } has just changed, so this does not fit any more. Nothing was overwritten: look again, then act.
hold-same-paper = This sheet is like scan { $other } ({ $source }), which is here already. Nothing was linked. Reject it if it was scanned twice; link it to keep both.
hold-manifest-differs = The hand-over slip lists { $listed } results, but the stack has { $found }. Nothing was linked by itself: look for what is missing, extra or out of order.
nothing-to-cut = Scan { $scan } has nothing to cut: only one result is seen in it. Nothing was changed.
hold-secret = The paper is marked { $mark } (page { $page }). Stopped: secrets must not enter the data store. Reject the scan and follow the rules for secrets; if the mark was misread, give a reason and let it go on.

# Editing pages
hold-pages-arranged = The pages were just changed. Look at them, then press Enter to link the result.
hold-restored = { $by } took the rejection back. The scan waits for a decision: link it, or reject it.
pages-none-left = A result keeps at least one page. Nothing was changed. To drop all of it, reject the scan.
pages-no-other = There is no scan right after this one to merge with. Nothing was changed.
pages-of-signed = This file carries a digital signature, which any change would break. Nothing was changed.
pages-file-away = The file { $file } can't be opened ({ $detail }). Nothing was changed. Choose the file again.
rejected-merged = The pages were merged into another scan
