-- The responsible unit may leave what was pointed at as it is.
ALTER TABLE controls DROP CONSTRAINT controls_what_check;
ALTER TABLE controls ADD CONSTRAINT controls_what_check CHECK (what IN ('flagged', 'dismissed', 'disabled', 'restored'));
