-- What was told last of each candidacy to whoever keeps a copy of what is public. Of what was public before, nothing is kept:
-- neither why it changed nor how often.
CREATE TABLE public_changes (
    candidacy_id TEXT NOT NULL PRIMARY KEY REFERENCES candidacies (id),
    -- Where it stands among the changes of all: each new one comes after every other.
    place BIGINT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    -- A digest of what anybody may read of it; none when it stands no longer.
    shown TEXT
);
