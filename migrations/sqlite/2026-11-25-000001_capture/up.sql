-- When an account last got a new code, whose letter has to be delivered anew.
ALTER TABLE accounts ADD COLUMN reset_at TEXT;

-- The proof of what was sent and when: a folio that anybody can check, and the answers as they were, sealed where they
-- are sensitive. Never changed.
CREATE TABLE receipts (
    folio TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    at TEXT NOT NULL,
    account_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    curricular TEXT NOT NULL,
    identity BLOB,
    UNIQUE (candidacy_id, round),
    FOREIGN KEY (candidacy_id, round) REFERENCES submissions (candidacy_id, round)
);

-- Terms that were given more time, with the reason. Never changed.
CREATE TABLE extensions (
    id TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    at TEXT NOT NULL,
    account_name TEXT NOT NULL,
    was_until TEXT,
    until TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX extensions_by_candidacy ON extensions (candidacy_id, at);

-- Who has a candidacy open, and in which section: told to the others who have it open too, and forgotten soon.
CREATE TABLE presences (
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    session_id TEXT NOT NULL REFERENCES sessions (id),
    section TEXT,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (candidacy_id, session_id)
);

CREATE TRIGGER receipts_no_update BEFORE UPDATE ON receipts BEGIN
    SELECT RAISE(ABORT, 'a receipt is never changed');
END;
CREATE TRIGGER receipts_no_delete BEFORE DELETE ON receipts BEGIN
    SELECT RAISE(ABORT, 'a receipt is never changed');
END;
CREATE TRIGGER receipts_no_replace BEFORE INSERT ON receipts
WHEN EXISTS (
    SELECT 1 FROM receipts WHERE folio = NEW.folio OR (candidacy_id = NEW.candidacy_id AND round = NEW.round)
) BEGIN
    SELECT RAISE(ABORT, 'a receipt is never changed');
END;
CREATE TRIGGER extensions_no_update BEFORE UPDATE ON extensions BEGIN
    SELECT RAISE(ABORT, 'an extension is never changed');
END;
CREATE TRIGGER extensions_no_delete BEFORE DELETE ON extensions BEGIN
    SELECT RAISE(ABORT, 'an extension is never changed');
END;
CREATE TRIGGER extensions_no_replace BEFORE INSERT ON extensions
WHEN EXISTS (SELECT 1 FROM extensions WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'an extension is never changed');
END;
