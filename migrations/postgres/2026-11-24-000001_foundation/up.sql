-- Every time is UTC text of fixed width; every JSON value is text; every id is a UUID as text.

CREATE TABLE candidacies (
    id TEXT NOT NULL PRIMARY KEY,
    short_id TEXT NOT NULL UNIQUE,
    folio TEXT NOT NULL UNIQUE,
    registration TEXT NOT NULL,
    office TEXT NOT NULL,
    territory TEXT NOT NULL,
    formula TEXT NOT NULL,
    responsible_party TEXT,
    status TEXT NOT NULL CHECK (status IN ('active', 'substituted', 'cancelled')),
    sort_name TEXT NOT NULL,
    search_name TEXT NOT NULL,
    slug TEXT NOT NULL
);
CREATE INDEX candidacies_by_party ON candidacies (responsible_party, sort_name);
CREATE INDEX candidacies_by_name ON candidacies (sort_name);

-- The key that opens what is sealed about one candidacy. Destroying it suppresses the data in every copy.
CREATE TABLE candidacy_keys (
    candidacy_id TEXT NOT NULL PRIMARY KEY REFERENCES candidacies (id),
    wrapped BYTEA NOT NULL
);

CREATE TABLE profiles (
    candidacy_id TEXT NOT NULL PRIMARY KEY REFERENCES candidacies (id),
    revision INTEGER NOT NULL,
    stage TEXT NOT NULL,
    life TEXT NOT NULL,
    questionnaire TEXT NOT NULL,
    curricular TEXT NOT NULL,
    identity BYTEA,
    received_at TEXT,
    capture_until TEXT,
    notice_version TEXT,
    notice_accepted_at TEXT,
    notice_accepted_by TEXT,
    saved_at TEXT,
    submitted_at TEXT,
    consent BYTEA,
    consent_document TEXT
);
CREATE INDEX profiles_by_stage ON profiles (stage);

-- One row each time a profile is sent: the pair protects the single opportunity, whatever two requests read.
CREATE TABLE submissions (
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    round INTEGER NOT NULL,
    at TEXT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (candidacy_id, round)
);

CREATE TABLE observations (
    id TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    ground TEXT NOT NULL,
    role TEXT NOT NULL,
    account_id TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'open', 'answered', 'withdrawn')),
    text BYTEA NOT NULL,
    reply BYTEA
);
CREATE INDEX observations_by_candidacy ON observations (candidacy_id, at);

CREATE TABLE edits (
    id TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    account_id TEXT NOT NULL,
    account_name TEXT NOT NULL,
    at TEXT NOT NULL,
    change BYTEA NOT NULL
);
CREATE INDEX edits_by_candidacy ON edits (candidacy_id, at);

CREATE TABLE versions (
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    number INTEGER NOT NULL,
    questionnaire TEXT NOT NULL,
    curricular TEXT NOT NULL,
    identity BYTEA,
    digest TEXT NOT NULL,
    published_at TEXT NOT NULL,
    authorised_by TEXT NOT NULL,
    PRIMARY KEY (candidacy_id, number)
);

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    party TEXT,
    candidacy_id TEXT REFERENCES candidacies (id),
    password_hash TEXT,
    code_hash TEXT,
    code_expires_at TEXT,
    blocked_at TEXT,
    lost_at TEXT,
    issued_at TEXT NOT NULL,
    delivered_at TEXT,
    received_at TEXT,
    -- The second factor: its sealed secret, when its holder first proved it, and the last step of time it was used in.
    factor BYTEA,
    factor_since TEXT,
    factor_step BIGINT NOT NULL
);
CREATE INDEX accounts_by_party ON accounts (party);
CREATE UNIQUE INDEX accounts_by_candidacy ON accounts (candidacy_id);

-- A signed-in device. Its refresh secret changes with every use; the one before is known for a moment, and a secret
-- older than that ends the session.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    secret_hash TEXT NOT NULL,
    previous_hash TEXT,
    rotated_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    device TEXT NOT NULL,
    -- When the second factor was last given in it.
    proved_at TEXT
);
CREATE INDEX sessions_by_account ON sessions (account_id);

-- Codes that stand in once for a lost second factor.
CREATE TABLE recovery_codes (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (account_id, hash)
);

-- Who validates for a party: named by its representation, confirmed by the institute, revoked by either. Never deleted.
CREATE TABLE designations (
    id TEXT NOT NULL PRIMARY KEY,
    party TEXT NOT NULL,
    person TEXT NOT NULL,
    account_id TEXT REFERENCES accounts (id),
    designated_at TEXT NOT NULL,
    designated_by TEXT NOT NULL,
    confirmed_at TEXT,
    confirmed_by TEXT,
    revoked_at TEXT,
    revoked_by TEXT
);
CREATE INDEX designations_by_party ON designations (party, designated_at);

-- Keys of programs that work without a person.
CREATE TABLE machine_keys (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT
);

CREATE TABLE activity_log (
    seq BIGINT NOT NULL PRIMARY KEY CHECK (seq > 0),
    at TEXT NOT NULL,
    account_id TEXT,
    account_name TEXT NOT NULL,
    act TEXT NOT NULL,
    object TEXT NOT NULL,
    party TEXT,
    detail TEXT NOT NULL,
    before_digest TEXT NOT NULL,
    after_digest TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX activity_log_by_object ON activity_log (object, seq);
CREATE INDEX activity_log_by_party ON activity_log (party, seq);

CREATE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER activity_log_kept BEFORE UPDATE OR DELETE ON activity_log FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER activity_log_not_truncated BEFORE TRUNCATE ON activity_log FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
CREATE TRIGGER versions_kept BEFORE UPDATE OR DELETE ON versions FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER versions_not_truncated BEFORE TRUNCATE ON versions FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
CREATE TRIGGER submissions_kept BEFORE UPDATE OR DELETE ON submissions FOR EACH ROW EXECUTE FUNCTION never_changed();
CREATE TRIGGER submissions_not_truncated BEFORE TRUNCATE ON submissions FOR EACH STATEMENT EXECUTE FUNCTION never_changed();
