CREATE TABLE controls_new (
    id TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    at TEXT NOT NULL,
    account_name TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('flagged', 'disabled', 'restored')),
    section TEXT,
    ground TEXT,
    reason BLOB NOT NULL
);
INSERT INTO controls_new SELECT id, candidacy_id, at, account_name, what, section, ground, reason FROM controls;
DROP TABLE controls;
ALTER TABLE controls_new RENAME TO controls;
CREATE INDEX controls_by_candidacy ON controls (candidacy_id, at);
CREATE TRIGGER controls_no_update BEFORE UPDATE ON controls BEGIN
    SELECT RAISE(ABORT, 'a control is never changed');
END;
CREATE TRIGGER controls_no_delete BEFORE DELETE ON controls BEGIN
    SELECT RAISE(ABORT, 'a control is never changed');
END;
CREATE TRIGGER controls_no_replace BEFORE INSERT ON controls
WHEN EXISTS (SELECT 1 FROM controls WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'a control is never changed');
END;
