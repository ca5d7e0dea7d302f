"""The tables of the journal, step by step.

`facts` is the truth and is only ever added to. `standings` and `tallies` are made from it in the same transaction, and
can be made again (journal_rebuild).
"""

from __future__ import annotations

from app.storage.migrations import Schema

_FACTS_AND_STANDINGS = """
CREATE TABLE facts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    scan     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX facts_of_scan ON facts (scan, sequence);
CREATE TRIGGER facts_never_change BEFORE UPDATE ON facts
BEGIN SELECT RAISE(ABORT, 'facts never change'); END;
CREATE TRIGGER facts_never_go BEFORE DELETE ON facts
BEGIN SELECT RAISE(ABORT, 'facts never go'); END;
CREATE TABLE standings (
    birth       INTEGER PRIMARY KEY,  -- the sequence of the fact that began this scan's life
    scan        TEXT    NOT NULL UNIQUE,
    state       TEXT    NOT NULL,
    held        INTEGER NOT NULL,
    bucket      TEXT    NOT NULL,
    day         TEXT    NOT NULL,     -- of the capture, in Vietnam
    captured_at INTEGER NOT NULL,     -- microseconds since 1970, UTC
    capture     TEXT    NOT NULL,
    dossier     TEXT,
    lane        TEXT    NOT NULL,
    body        TEXT    NOT NULL
) STRICT;
CREATE INDEX standings_by_time ON standings (captured_at, birth);
CREATE INDEX standings_by_state ON standings (state, captured_at, birth);
CREATE INDEX standings_held ON standings (captured_at, birth) WHERE held = 1;
CREATE INDEX standings_waiting ON standings (captured_at, birth, scan) WHERE bucket = 'waiting';
CREATE INDEX standings_of_capture ON standings (capture);
CREATE INDEX standings_of_dossier ON standings (dossier) WHERE dossier IS NOT NULL;
"""

# The ledger stands in the window's foot and is asked after every fact: counting a million standings each time (0.1 s)
# would be felt. Triggers keep the sums, so no writer can forget them.
_TALLIES = """
CREATE TABLE tallies (
    day    TEXT    NOT NULL,
    bucket TEXT    NOT NULL,  -- one of scan.Bucket, or 'captured': counted from the facts, not from the standings
    scans  INTEGER NOT NULL,
    PRIMARY KEY (day, bucket)
) STRICT, WITHOUT ROWID;
ALTER TABLE facts ADD COLUMN born_on TEXT;  -- the day of a birth, in Vietnam; NULL for every other fact
CREATE TRIGGER births_counted AFTER INSERT ON facts WHEN NEW.born_on IS NOT NULL
BEGIN
    INSERT INTO tallies VALUES (NEW.born_on, 'captured', 1)
    ON CONFLICT (day, bucket) DO UPDATE SET scans = scans + 1;
END;
CREATE TRIGGER standing_came AFTER INSERT ON standings
BEGIN
    INSERT INTO tallies VALUES (NEW.day, NEW.bucket, 1)
    ON CONFLICT (day, bucket) DO UPDATE SET scans = scans + 1;
END;
CREATE TRIGGER standing_moved AFTER UPDATE OF day, bucket ON standings
WHEN OLD.day IS NOT NEW.day OR OLD.bucket IS NOT NEW.bucket
BEGIN
    UPDATE tallies SET scans = scans - 1 WHERE day = OLD.day AND bucket = OLD.bucket;
    INSERT INTO tallies VALUES (NEW.day, NEW.bucket, 1)
    ON CONFLICT (day, bucket) DO UPDATE SET scans = scans + 1;
END;
CREATE TRIGGER standing_went AFTER DELETE ON standings
BEGIN
    UPDATE tallies SET scans = scans - 1 WHERE day = OLD.day AND bucket = OLD.bucket;
END;
INSERT INTO tallies SELECT day, bucket, count(*) FROM standings GROUP BY day, bucket;
INSERT INTO tallies SELECT day, 'captured', count(*)
FROM facts JOIN standings ON facts.sequence = standings.birth GROUP BY day;
"""

# What tells that the same sheet was scanned twice (domain.likeness) is looked up for every scan.
_MARKS = """
CREATE TABLE marks (
    mark TEXT NOT NULL,
    scan TEXT NOT NULL,
    PRIMARY KEY (mark, scan)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_of_scan ON marks (scan);
"""

# Scans of an import are counted and listed by its id. The id stands in the body only: the counter's scans cost nothing.
_BATCHES = """
CREATE INDEX standings_of_batch ON standings (json_extract(body, '$.batch'), birth) WHERE lane = 'batch';
CREATE INDEX standings_of_batch_by_bucket ON standings (json_extract(body, '$.batch'), bucket) WHERE lane = 'batch';
"""

# Letters of the office lie among the results, and every sum of results has to leave them out. The mark is made of the
# body, so that no writer can forget it.
_LETTERS = """
ALTER TABLE standings ADD COLUMN letter INTEGER
    GENERATED ALWAYS AS (json_extract(body, '$.relation') IS 'letter') VIRTUAL;
CREATE INDEX standings_letters ON standings (bucket, day) WHERE letter = 1;
"""

JOURNAL = Schema(
    application_id=0x536F684A, steps=(_FACTS_AND_STANDINGS, _TALLIES, _MARKS, _BATCHES, _LETTERS)
)  # "SohJ"
