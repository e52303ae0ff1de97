DROP TABLE reminders;
DROP TABLE jobs;
DROP TABLE outbox;
DROP TABLE notices;
ALTER TABLE accounts DROP COLUMN email;
