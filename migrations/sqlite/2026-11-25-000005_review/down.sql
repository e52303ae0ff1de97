DROP TABLE openings;
DROP TABLE marks;
DROP TABLE claims;
DROP INDEX profiles_to_publish;
ALTER TABLE profiles DROP COLUMN publish_at;
ALTER TABLE profiles DROP COLUMN stage_since;
