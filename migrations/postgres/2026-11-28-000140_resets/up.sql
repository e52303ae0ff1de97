-- Who has to say that an account is its holder's after a reset; none where nobody has to. Until then it reads no identity
-- answers.
ALTER TABLE accounts ADD COLUMN unconfirmed TEXT CHECK (unconfirmed IN ('holder', 'others'));

-- Every reset of an account: who asked for it and why, and what became of it. One of the institute waits for a second person
-- of another area, until a moment; another is made as it is asked for.
CREATE TABLE account_resets (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    asked_at TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_as TEXT NOT NULL,
    reason TEXT NOT NULL,
    until TEXT NOT NULL,
    ended_at TEXT,
    -- Whoever ended it; nobody where its time ended it.
    ended_by TEXT,
    outcome TEXT CHECK (outcome IN ('mailed', 'handed_over', 'refused', 'withdrawn', 'lapsed')),
    outcome_reason TEXT,
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
-- One waits an account, whoever asks at the same moment.
CREATE UNIQUE INDEX account_resets_waiting ON account_resets (account_id) WHERE ended_at IS NULL;
CREATE INDEX account_resets_by_account ON account_resets (account_id, asked_at);
