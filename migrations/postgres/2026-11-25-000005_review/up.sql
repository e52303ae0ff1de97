-- Since when a profile stands in its stage, and when it will be published if that was authorised for later.
ALTER TABLE profiles ADD COLUMN stage_since TEXT;
ALTER TABLE profiles ADD COLUMN publish_at TEXT;
CREATE INDEX profiles_to_publish ON profiles (publish_at) WHERE publish_at IS NOT NULL;
UPDATE profiles SET stage_since = (
    SELECT MAX(at) FROM activity_log
    WHERE object = 'candidacy/' || candidacy_id AND act IN (
        'profile.submitted', 'profile.returned', 'profile.validated', 'observations.sent', 'publication.authorised',
        'correction.granted', 'grant.lapsed'
    )
);

-- Who has a review of a candidacy, until when. One has it at a time.
CREATE TABLE claims (
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    task TEXT NOT NULL CHECK (task IN ('validation', 'curricular', 'identity', 'decision', 'correction')),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    until TEXT NOT NULL,
    PRIMARY KEY (candidacy_id, task)
);

-- What a reviewer says of a section, sealed, for its remarks may quote an answer.
CREATE TABLE marks (
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    section TEXT NOT NULL,
    revision INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    at TEXT NOT NULL,
    mark BYTEA NOT NULL,
    PRIMARY KEY (candidacy_id, section)
);

-- The revision of a candidacy that an account last opened to validate it.
CREATE TABLE openings (
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    revision INTEGER NOT NULL,
    PRIMARY KEY (candidacy_id, account_id)
);
