-- Where an account's holder wants its notices; one of a candidacy falls back on the registry's address.
ALTER TABLE accounts ADD COLUMN email TEXT;

-- What an account was told. Candidacies, terms and pages by name; never an answer.
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL,
    candidacy_id TEXT REFERENCES candidacies (id),
    read_at TEXT,
    -- One event never tells the same account twice.
    dedupe TEXT NOT NULL UNIQUE,
    -- When it was put into a mail, or passed over because the account had no address.
    gathered_at TEXT
);
CREATE INDEX notices_by_account ON notices (account_id, id);
CREATE INDEX notices_unread ON notices (account_id) WHERE read_at IS NULL;
CREATE INDEX notices_to_gather ON notices (at) WHERE gathered_at IS NULL;

-- Mails: written in the transaction that gathers their notices, sent after it.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    to_name TEXT NOT NULL,
    to_address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    next_try_at TEXT NOT NULL,
    tries INTEGER NOT NULL,
    sent_at TEXT,
    failed_at TEXT,
    last_error TEXT
);
CREATE INDEX outbox_waiting ON outbox (next_try_at) WHERE sent_at IS NULL AND failed_at IS NULL;

-- Work that repeats itself. Whoever claims a job has it until its lease ends, so that two servers never do one twice.
CREATE TABLE jobs (
    name TEXT NOT NULL PRIMARY KEY,
    next_run_at TEXT NOT NULL,
    leased_until TEXT,
    leased_by TEXT,
    last_run_at TEXT,
    last_error TEXT
);

-- Which mark of which term was reminded: a new end of the term has marks of its own.
CREATE TABLE reminders (
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    until TEXT NOT NULL,
    mark TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (candidacy_id, until, mark)
);
