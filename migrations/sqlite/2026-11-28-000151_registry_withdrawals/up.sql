-- Who a plan that waits for a second person would withdraw: hidden from the public as long as it waits.
CREATE TABLE registry_withdrawals (
    plan_id TEXT NOT NULL REFERENCES registry_plans (id),
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    PRIMARY KEY (plan_id, candidacy_id)
);
CREATE INDEX registry_withdrawals_by_candidacy ON registry_withdrawals (candidacy_id);

-- That somebody asked to undo a movement which the registry repeated after it was undone: another person has to confirm it.
ALTER TABLE registry_movements ADD COLUMN asked_at TEXT;
ALTER TABLE registry_movements ADD COLUMN asked_account_id TEXT;
ALTER TABLE registry_movements ADD COLUMN asked_by TEXT;
ALTER TABLE registry_movements ADD COLUMN asked_reason TEXT;

CREATE TRIGGER registry_withdrawals_no_update BEFORE UPDATE ON registry_withdrawals BEGIN
    SELECT RAISE(ABORT, 'a withdrawal that waits is never changed');
END;
CREATE TRIGGER registry_withdrawals_no_delete BEFORE DELETE ON registry_withdrawals BEGIN
    SELECT RAISE(ABORT, 'a withdrawal that waits is never changed');
END;
CREATE TRIGGER registry_withdrawals_no_replace BEFORE INSERT ON registry_withdrawals
WHEN EXISTS (SELECT 1 FROM registry_withdrawals WHERE plan_id = NEW.plan_id AND candidacy_id = NEW.candidacy_id) BEGIN
    SELECT RAISE(ABORT, 'a withdrawal that waits is never changed');
END;
