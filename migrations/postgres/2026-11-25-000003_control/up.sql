-- What areas flagged of what is published, and what the institute hid and showed again. The reason is sealed, for it may
-- quote an answer. Never changed.
CREATE TABLE controls (
    id TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    at TEXT NOT NULL,
    account_name TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('flagged', 'disabled', 'restored')),
    section TEXT,
    ground TEXT,
    reason BYTEA NOT NULL
);
CREATE INDEX controls_by_candidacy ON controls (candidacy_id, at);

-- What was asked to be corrected after publication, and what the institute decided. What was asked is sealed.
CREATE TABLE corrections (
    id TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    at TEXT NOT NULL,
    account_name TEXT NOT NULL,
    request BYTEA NOT NULL,
    decided_at TEXT,
    decided_by TEXT,
    granted BOOLEAN,
    decision TEXT
);
CREATE INDEX corrections_by_candidacy ON corrections (candidacy_id, at);

CREATE TRIGGER controls_kept BEFORE UPDATE OR DELETE ON controls FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER controls_not_truncated BEFORE TRUNCATE ON controls FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
