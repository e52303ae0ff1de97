-- Rows of the registry that may be about another candidacy than the one of their folio. Until a second person decides, or
-- the registry says again what is known, nothing of them counts; once decided, what they said is taken away.
CREATE TABLE registry_doubts (
    id TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    at TEXT NOT NULL,
    -- Who may not decide: who brought it, or made the key of the program that did. None of the registry's address.
    account_id TEXT,
    account_name TEXT NOT NULL,
    grounds TEXT NOT NULL,
    said TEXT,
    decided_at TEXT,
    decided_by TEXT,
    decision TEXT CHECK (decision IN ('same', 'other', 'mistake', 'settled', 'replaced')),
    reason TEXT
);
CREATE UNIQUE INDEX registry_doubts_once ON registry_doubts (candidacy_id) WHERE decided_at IS NULL;

-- The person that a folio had first, or when somebody last decided who it is; none while that is what the registry says.
ALTER TABLE candidacies ADD COLUMN person TEXT;
-- The candidacy that has its folio now, of one that ended because its folio names another.
ALTER TABLE candidacies ADD COLUMN succeeded_by TEXT REFERENCES candidacies (id);

CREATE TRIGGER registry_doubts_decided_once BEFORE UPDATE ON registry_doubts FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION never_changed();
CREATE TRIGGER registry_doubts_kept BEFORE DELETE ON registry_doubts FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER registry_doubts_not_truncated BEFORE TRUNCATE ON registry_doubts FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
