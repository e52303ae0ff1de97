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

CREATE TRIGGER registry_withdrawals_kept BEFORE UPDATE OR DELETE ON registry_withdrawals FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER registry_withdrawals_not_truncated BEFORE TRUNCATE ON registry_withdrawals FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
