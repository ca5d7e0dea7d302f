# The metadata of a paper: read, corrected by the clerk, written into file and store.

paper-title = About the paper
paper-number = Number
paper-issued-on = Issued on
paper-agency = Agency
paper-signer = Signer
paper-summary = Summary
paper-owner-name = Owner
paper-owner-number = Owner’s number
paper-result-type = Result type
paper-validity = Valid until
paper-permanent = Permanent
paper-corrected = Corrected. Read: { $read }
paper-not-read = (nothing)
paper-wrong-day = This is no day yet. Write it like 05/02/2026, or leave it empty.
paper-day-ahead = This day has not come yet. Check the date on the paper.
paper-wrong-number = A number has digits, like 12/QĐ-UBND; for a paper without one, leave it empty.
paper-wrong-owner-number = Not a valid personal number (12 digits), old card number (9) or tax code. Check it, or leave it empty.
paper-wrong-type = A result type looks like KQ.G15.000032. Check it, or leave it empty.
paper-too-long = Longer than { $most } characters. Write it shorter.
paper-no-such-entry = There is no entry named “{ $name }”. Nothing was changed.
paper-too-late = This can’t be corrected any more: the result is signed, or on its way to the store. Nothing was changed.
station-undo-paper = Undo: correcting { $what }
station-do-form = Correct the paper’s entries
