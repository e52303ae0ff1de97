-- When an account last read the identity answers of a candidacy: many in an hour are read only after its second factor.
CREATE TABLE identity_reads (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    at TEXT NOT NULL,
    PRIMARY KEY (account_id, candidacy_id)
);
CREATE INDEX identity_reads_lately ON identity_reads (account_id, at);
