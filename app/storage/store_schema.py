"""The tables of the embedded data store: results with versions, never changed and never deleted, only withdrawn."""

from __future__ import annotations

from app.storage.migrations import Schema

_RESULTS = """
CREATE TABLE store (
    id TEXT NOT NULL  -- one row: the name this store signs its receipts with
) STRICT;
CREATE TABLE results (
    sequence         INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    key              TEXT    NOT NULL UNIQUE,  -- the depositor's: the same key is the same deposit
    dossier          TEXT    NOT NULL,
    version          INTEGER NOT NULL,         -- from 1, in each dossier
    digest           TEXT    NOT NULL,
    bytes            INTEGER NOT NULL,
    stored_at        INTEGER NOT NULL,         -- microseconds since 1970, UTC
    metadata         TEXT    NOT NULL,         -- JSON object
    withdrawn_at     INTEGER,
    withdrawn_reason TEXT,
    UNIQUE (dossier, version)
) STRICT;
CREATE INDEX results_by_digest ON results (digest);
CREATE INDEX results_by_time ON results (stored_at);
CREATE TRIGGER results_never_go BEFORE DELETE ON results
BEGIN SELECT RAISE(ABORT, 'results never go'); END;
CREATE TRIGGER results_never_change BEFORE UPDATE ON results
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.withdrawn_reason IS NULL
  OR (OLD.sequence, OLD.id, OLD.key, OLD.dossier, OLD.version, OLD.digest, OLD.bytes, OLD.stored_at, OLD.metadata)
     IS NOT
     (NEW.sequence, NEW.id, NEW.key, NEW.dossier, NEW.version, NEW.digest, NEW.bytes, NEW.stored_at, NEW.metadata)
BEGIN SELECT RAISE(ABORT, 'results never change'); END;
"""

_WITHDRAWN = "CREATE INDEX results_withdrawn ON results (withdrawn_at) WHERE withdrawn_at IS NOT NULL;"

_PAPER_CODES = """
CREATE TABLE paper_codes (
    prefix TEXT    NOT NULL,  -- compared byte by byte, so that no prefix counts for another
    number INTEGER NOT NULL,  -- from 1, in each prefix
    key    TEXT    NOT NULL UNIQUE,  -- of who asked: again, it is the same number
    PRIMARY KEY (prefix, number)
) STRICT;
CREATE TRIGGER paper_codes_never_go BEFORE DELETE ON paper_codes
BEGIN SELECT RAISE(ABORT, 'paper codes never go'); END;
CREATE TRIGGER paper_codes_never_change BEFORE UPDATE ON paper_codes
BEGIN SELECT RAISE(ABORT, 'paper codes never change'); END;
"""

STORE = Schema(application_id=0x536F6853, steps=(_RESULTS, _WITHDRAWN, _PAPER_CODES))  # "SohS"
