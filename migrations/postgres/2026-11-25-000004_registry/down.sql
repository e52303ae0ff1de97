DROP TABLE registry_address;
DROP TABLE registry_plans;
DROP TABLE registry_messages;
DROP TABLE registry_holds;
DROP TABLE registry_movements;
DROP TABLE registry_records;
