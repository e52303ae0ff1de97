-- A line of form 1 keeps in the log itself only what tells nothing about anybody: its commitments. Lines of before, of form
-- 0, stay as they are.
ALTER TABLE activity_log ADD COLUMN form INTEGER NOT NULL DEFAULT 0 CHECK (form IN (0, 1));
ALTER TABLE activity_log ADD COLUMN commitments TEXT NOT NULL DEFAULT '';

-- What people read of a line, with the salts of its commitments. It is never changed, but it may be destroyed.
CREATE TABLE log_facts (
    seq BIGINT NOT NULL PRIMARY KEY REFERENCES activity_log (seq),
    account_id TEXT,
    account_name TEXT NOT NULL,
    object TEXT NOT NULL,
    party TEXT,
    data TEXT,
    before_digest TEXT,
    after_digest TEXT,
    salts TEXT NOT NULL
);
INSERT INTO log_facts
SELECT seq, account_id, account_name, object, party, detail, before_digest, after_digest, '{}' FROM activity_log;
CREATE INDEX log_facts_by_object ON log_facts (object, seq);
CREATE INDEX log_facts_by_party ON log_facts (party, seq);
DROP INDEX activity_log_by_object;
DROP INDEX activity_log_by_party;

CREATE TRIGGER log_facts_no_update BEFORE UPDATE ON log_facts BEGIN
    SELECT RAISE(ABORT, 'what the log says is never changed');
END;
CREATE TRIGGER log_facts_no_replace BEFORE INSERT ON log_facts
WHEN EXISTS (SELECT 1 FROM log_facts WHERE seq = NEW.seq) BEGIN
    SELECT RAISE(ABORT, 'what the log says is never changed');
END;
-- What a line of form 0 says stands in the log itself: nothing is destroyed by destroying its row.
CREATE TRIGGER log_facts_of_form_0 BEFORE DELETE ON log_facts WHEN OLD.salts = '{}' BEGIN
    SELECT RAISE(ABORT, 'what the log says is never changed');
END;
