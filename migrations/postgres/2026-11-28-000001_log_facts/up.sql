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

CREATE TRIGGER log_facts_kept BEFORE UPDATE ON log_facts FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER log_facts_not_truncated BEFORE TRUNCATE ON log_facts FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
-- What a line of form 0 says stands in the log itself: nothing is destroyed by destroying its row.
CREATE TRIGGER log_facts_of_form_0 BEFORE DELETE ON log_facts FOR EACH ROW WHEN (OLD.salts = '{}') EXECUTE FUNCTION never_changed();
