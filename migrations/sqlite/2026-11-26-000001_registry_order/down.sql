DROP TRIGGER registry_messages_answered_once;
DROP TRIGGER registry_messages_no_delete;
ALTER TABLE registry_plans DROP COLUMN cut;
ALTER TABLE registry_messages ADD COLUMN applied BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE registry_messages SET applied = TRUE WHERE cut IN (SELECT cut FROM registry_cuts);
DROP TABLE registry_cuts;
ALTER TABLE machine_keys DROP COLUMN made_by;
