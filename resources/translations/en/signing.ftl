# The agency's signature

cli-sign = Sign sealed results (one PIN)
cli-sign-all = sign every result that waits
cli-sign-pin-from = take the PIN from this environment variable (a PIN never stands on the command line)
cli-sign-handover = Sign with another program: hand out sealed files, take signed ones back
cli-handover-export = Copy the files that wait for a signature into a folder
cli-handover-import = Take the signed files in a folder
cli-verify-trust = folder of certificates that are trusted (default: from the settings)
cli-verify-online = also ask the authorities whether certificates were revoked
sign-ask-pin = PIN
sign-scans-or-all = Name the scans to sign, or use --all for every one (not both).
sign-no-pin-in = The environment variable { $variable } holds no PIN. Nothing was signed.
sign-no-keyring = The system's keyring can't be opened. Enter the PIN yourself, or tell the administrator. ({ $detail })
sign-not-in-keyring = The keyring holds no PIN under { $service } / { $name }. The administrator puts it there, or sets signing.pin to ask.
sign-done = Signed { $signed }; refused { $refused }; still waiting { $waiting }.
sign-stopped = Stopped as asked. What is signed is signed; the rest waits.
sign-under-way = Another batch is being signed. Wait until it is done.
sign-does-not-wait = Scan { $scan } does not wait for a signature. Open the list again.
sign-note-unseen = The office's rule wanted { $count } results to be looked at before signing, and nobody had; that is written down. Look at them in the signing window.
sign-look-first = By the office's rule { $count } results must be looked at, page by page, before they are signed. Nothing was signed.
sign-no-key-chosen = No key for signing is chosen. Set signing.module (a token) or signing.file (PKCS#12).
sign-no-driver = The token's driver { $file } is not there. Install the token's software, and check signing.module.
sign-driver-fails = The token's driver { $file } does not work. Plug the token in again, or install its software anew. ({ $detail })
sign-no-token = Token { $token } is not plugged in. Plug it in and try again. Nothing was signed.
sign-several-tokens = Several tokens are plugged in ({ $tokens }). Take the others out, or name yours in signing.token.
sign-no-key = Token { $token } holds no key with a certificate (looked for: { $key }). Check the token and signing.key.
sign-several-keys = Token { $token } holds several keys ({ $keys }). Name yours in signing.key.
sign-token-busy = Token { $token } is in use by another program. Close that and try again.
sign-token-fails = The token reports an error, so nothing could be signed with it. Plug it in again and try again. ({ $detail })
sign-token-gone = The token was unplugged, or lost its connection. What is signed is signed; the rest waits. Plug the token in and go on.
sign-pin-wrong = The PIN of token { $token } is wrong. Nothing was signed. Too many wrong PINs lock the token.
sign-pin-twice = The PIN was wrong twice. The program tries no more, so that the token does not lock. Check the PIN with the token's own software, then start the program again.
sign-pin-last-try = Token { $token } locks with the next wrong PIN. The program stops here; check the PIN with the token's own software.
sign-pin-locked = The PIN of token { $token } is locked. Ask the issuer of the token to unlock it.
sign-pin-must-change = The PIN of token { $token } must be changed before signing. Change it with the token's own software.
sign-no-key-file = The key file { $file } can't be read. Check signing.file. ({ $detail })
sign-key-file-refused = The passphrase does not open the key file { $file }, or the file is damaged. Nothing was signed.
sign-key-file-empty = The file { $file } holds no key for signing.
sign-key-in-file = The key lies in a file, not on a token: whoever copies it and knows the passphrase can sign for the agency. A token is better.
sign-certificate-early = The certificate “{ $subject }” is valid from { $day } only. It can't sign yet.
sign-certificate-expired = The certificate “{ $subject }” expired on { $day }. It can't sign; have it renewed.
sign-certificate-expires = The certificate “{ $subject }” expires on { $day }. It still signs; have it renewed soon.
sign-certificate-other-office = The certificate belongs to “{ $subject }”, not to “{ $office }”. Nothing is signed; plug in the agency's own token.
sign-certificate-not-for-signing = The certificate “{ $subject }” was not issued for signing. Use the agency's signing key.
sign-certificate-revoked = The authority says that the certificate was revoked. Nothing is signed; ask the issuer.
sign-certificate-unproved = The certificate could not be checked with the authority; signatures may reach a lower level only. ({ $detail })
sign-file-refused = No signature can be added to this file; it stays as it is and waits. ({ $detail })
sign-no-font = This machine has no Times-like font for the visible mark ({ $system }). Install the package fonts-croscore.
sign-note-no-room = Page 1 has no free place, so the signature shows no mark; it is valid all the same.
sign-note-without-time = The timestamp authority ({ $tsa }) did not answer, so signatures are B-B for now. The program adds the timestamp later by itself.
sign-note-not-lasting = The authority could not be asked about revocation, so signatures are B-T instead of B-LT; they are valid all the same.
sign-no-room-for-time = The signature kept no room for a timestamp, so none can be added. It is valid all the same.
sign-tsa-away = The timestamp authority { $tsa } does not answer. The program tries again by itself.
sign-proof-bytes = The file just signed does not begin with exactly the bytes of the sealed one, so it was dropped. Tell the administrator.
sign-proof-signature = The new signature does not hold, so the file was dropped. Sign again; if it happens again, tell the administrator.
sign-returned-unsigned = No signature was added to the file that came back. Sign it and take it again.
sign-returned-changed = More than a signature was changed in the file that came back, so it was not taken. Sign the exported file again. ({ $detail })
sign-returned-untrusted = The signature of “{ $signer }” on the file that came back is not trusted by this office, so the file was not taken.
handover-no-folder = No folder is named. Name one, or set signing.handover.
handover-not-written = The folder { $folder } can't be written. The files wait on. ({ $detail })
handover-not-read = { $folder } can't be read yet. Try again when the signing program is done. ({ $detail })
handover-unknown-file = The file { $file } does not begin with any file that waits for a signature; it was left alone.
handover-exported = { $count ->
     [one] One file was handed out for signing.
    *[other] { $count } files were handed out for signing.
  }
handover-imported = { $count ->
     [one] One signed file was taken.
    *[other] { $count } signed files were taken.
  }
trust-no-folder = There is no folder { $folder } of trusted certificates.
trust-not-certificate = The file { $file } among the trusted ones is no certificate. ({ $detail })
verify-hidden-revisions = The file has two tables of contents that may differ (hybrid) and can hide other content. Do not rely on its signatures.
verify-signature-unreadable = The signatures in the file can't be read. Do not use it as a signed file. ({ $detail })
verify-signature-unknown-format = A signature has an unknown format and could not be checked.
verify-signature-unknown-algorithm = The signature of “{ $signer }” uses an algorithm that is unknown or too weak; it does not count. ({ $detail })
verify-signature-broken = BROKEN SIGNATURE: the file was changed after “{ $signer }” signed it, or the signature is forged. Do not use the file. { $detail }
verify-signature-partial = The signature of “{ $signer }” does not cover the whole file. Do not use it.
verify-signature-changed-later = After “{ $signer }” signed, more than material for validation was added to the file. What it shows may not be what was signed.
verify-signature-bytes-behind = Behind what “{ $signer }” signed stand bytes that belong to nothing. Get the file from the store again.
verify-signature-certified = “{ $signer }” certified the file and forbade changes, but it was changed. Do not use it.
verify-signature-container = The container of the signature of “{ $signer }” was tampered with. Get the file from the store again. ({ $detail })
verify-signature-revoked = The certificate of “{ $signer }” was revoked. The signature does not count.
verify-signature-untrusted = The signature of “{ $signer }” is not trusted by the list of certificates. { $detail }
verify-timestamp-broken = The timestamp with the signature of “{ $signer }” is broken. { $detail }
state-waits-for-signature = waits for signature
signing-menu = Sign…
signing-title = Signing desk
signing-waiting = { $count ->
     [0] No result waits for a signature.
     [one] One result waits for a signature
    *[other] { $count } results wait for a signature
  }
signing-certificate = Certificate: { $subject }, valid until { $day }
signing-certificate-hidden = The certificate shows after the PIN.
signing-dossier = Dossier
signing-source = Scanned file
signing-seen = Seen
signing-must-see = to be seen
signing-page = Page { $page } of { $pages }
signing-next-page = Next page
signing-select-all = Select all
signing-pin = PIN
signing-start = Sign what is selected
signing-stop = Stop
signing-close = Close
signing-progress = { $done } of { $count } signed
signing-look-left = { $count } more to be looked at before signing.
