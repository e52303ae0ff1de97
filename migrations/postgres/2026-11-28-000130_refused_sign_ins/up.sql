-- Sign-ins that were refused, summed by account and hour; no account (empty) is that of names that are nobody's. The log
-- has one line of each once its hour is over, however many there were.
CREATE TABLE refused_sign_ins (
    account_id TEXT NOT NULL,
    hour TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    places INTEGER NOT NULL,
    told_at TEXT,
    PRIMARY KEY (account_id, hour)
);
