-- What a validator edited stays as it was, and a correction that was asked for is never taken away.
CREATE TRIGGER edits_no_update BEFORE UPDATE ON edits BEGIN
    SELECT RAISE(ABORT, 'an edit is never changed');
END;
CREATE TRIGGER edits_no_delete BEFORE DELETE ON edits BEGIN
    SELECT RAISE(ABORT, 'an edit is never changed');
END;
CREATE TRIGGER edits_no_replace BEFORE INSERT ON edits
WHEN EXISTS (SELECT 1 FROM edits WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'an edit is never changed');
END;
CREATE TRIGGER corrections_no_delete BEFORE DELETE ON corrections BEGIN
    SELECT RAISE(ABORT, 'a correction is never changed');
END;
