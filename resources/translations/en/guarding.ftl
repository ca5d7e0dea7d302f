# Guarding the served store: audit, limits.
cli-store-audit-last = only the last entry: an anchor to keep on another machine, for --against later
cli-store-audit-against = a file exported earlier; every entry in it must still be in the audit
cli-store-audit-trust = trust only this public key (base64) instead of those in the store's files; may be repeated
serve-audit-no-export = { $file } is no exported audit: every line must be a JSON entry with sequence and digest. Nothing was verified. Choose a file that "sohoa store audit" has given.
problem-too-many-calls = Too many calls within a minute. Nothing was changed; wait, then call again.
problem-quota-reached = This account has too many bytes on their way that have not become results. No more were taken; deposit those files, or wait until they expire.
