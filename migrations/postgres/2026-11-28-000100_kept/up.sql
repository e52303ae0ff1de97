-- What a validator edited stays as it was, and a correction that was asked for is never taken away.
CREATE TRIGGER edits_kept BEFORE UPDATE OR DELETE ON edits FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER edits_not_truncated BEFORE TRUNCATE ON edits FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
CREATE TRIGGER corrections_kept BEFORE DELETE ON corrections FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER corrections_not_truncated BEFORE TRUNCATE ON corrections FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
