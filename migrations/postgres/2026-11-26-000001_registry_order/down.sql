DROP TRIGGER registry_messages_answered_once ON registry_messages;
DROP TRIGGER registry_messages_kept ON registry_messages;
DROP TRIGGER registry_messages_not_truncated ON registry_messages;
ALTER TABLE registry_plans DROP COLUMN cut;
ALTER TABLE registry_messages ADD COLUMN applied BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE registry_messages SET applied = TRUE WHERE cut IN (SELECT cut FROM registry_cuts);
DROP TABLE registry_cuts;
ALTER TABLE machine_keys DROP COLUMN made_by;
