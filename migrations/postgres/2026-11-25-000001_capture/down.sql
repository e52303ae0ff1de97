DROP TABLE presences;
DROP TABLE extensions;
DROP TABLE receipts;
ALTER TABLE accounts DROP COLUMN reset_at;
