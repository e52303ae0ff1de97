-- What tells of an identity answer without being one rests sealed as well: the fields that a profile's life names, how far
-- its sections are, the ground of an observation (with its text; the column is empty from now on) and why a correction was
-- decided as it was. What earlier versions wrote in the clear is sealed when the program starts.
ALTER TABLE profiles ADD COLUMN fields BYTEA;
ALTER TABLE profiles ADD COLUMN sections BYTEA;
ALTER TABLE corrections ADD COLUMN sealed_decision BYTEA;

-- What signs a program's messages is not the key that comes with them.
ALTER TABLE machine_keys ADD COLUMN signing BYTEA;
