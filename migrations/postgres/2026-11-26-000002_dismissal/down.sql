ALTER TABLE controls DROP CONSTRAINT controls_what_check;
ALTER TABLE controls ADD CONSTRAINT controls_what_check CHECK (what IN ('flagged', 'disabled', 'restored'));
