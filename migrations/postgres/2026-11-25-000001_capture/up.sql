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
    identity BYTEA,
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

CREATE TRIGGER receipts_kept BEFORE UPDATE OR DELETE ON receipts FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER receipts_not_truncated BEFORE TRUNCATE ON receipts FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
CREATE TRIGGER extensions_kept BEFORE UPDATE OR DELETE ON extensions FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER extensions_not_truncated BEFORE TRUNCATE ON extensions FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
