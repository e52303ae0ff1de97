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

CREATE TRIGGER registry_messages_answered_once BEFORE UPDATE ON registry_messages WHEN OLD.answer <> '' BEGIN
    SELECT RAISE(ABORT, 'a message is never changed');
END;
CREATE TRIGGER registry_messages_no_delete BEFORE DELETE ON registry_messages BEGIN
    SELECT RAISE(ABORT, 'a message is never changed');
END;
CREATE TRIGGER registry_cuts_no_update BEFORE UPDATE ON registry_cuts BEGIN
    SELECT RAISE(ABORT, 'a cut is never changed');
END;
CREATE TRIGGER registry_cuts_no_delete BEFORE DELETE ON registry_cuts BEGIN
    SELECT RAISE(ABORT, 'a cut is never changed');
END;
