-- Who made a program's key may not apply, as the second person, what the program brings.
ALTER TABLE machine_keys ADD COLUMN made_by TEXT REFERENCES accounts (id);

-- The moments at which the registry was as an applied file says: nothing older is taken after them.
CREATE TABLE registry_cuts (
    cut TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX registry_cuts_newest ON registry_cuts (cut);
INSERT INTO registry_cuts (cut, at) SELECT cut, at FROM registry_messages WHERE applied;
ALTER TABLE registry_messages DROP COLUMN applied;

ALTER TABLE registry_plans ADD COLUMN cut TEXT;
UPDATE registry_plans SET cut = (SELECT cut FROM registry_messages WHERE id = message_id) WHERE decided_at IS NULL;

CREATE TRIGGER registry_messages_answered_once BEFORE UPDATE ON registry_messages FOR EACH ROW WHEN (OLD.answer <> '') EXECUTE FUNCTION never_changed();
CREATE TRIGGER registry_messages_kept BEFORE DELETE ON registry_messages FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER registry_messages_not_truncated BEFORE TRUNCATE ON registry_messages FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
CREATE TRIGGER registry_cuts_kept BEFORE UPDATE OR DELETE ON registry_cuts FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER registry_cuts_not_truncated BEFORE TRUNCATE ON registry_cuts FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
