-- Rows of the registry's files that could not be taken as they came, with their faults. Once decided, what they said is
-- taken away, and that they were decided stays.
CREATE TABLE registry_records (
    id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    source TEXT NOT NULL,
    folio TEXT NOT NULL,
    line BIGINT NOT NULL,
    digest TEXT NOT NULL,
    cells TEXT NOT NULL,
    faults TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'discarded', 'replaced')),
    decided_at TEXT,
    decided_by TEXT,
    reason TEXT
);
-- A row that waits, or that a person decided, is not put aside again when the registry repeats it.
CREATE UNIQUE INDEX registry_records_once ON registry_records (digest) WHERE state <> 'replaced';
CREATE INDEX registry_records_waiting ON registry_records (at) WHERE state = 'waiting';

-- Candidacies that stopped standing because the registry said so, and those of them that the institute undid, once.
CREATE TABLE registry_movements (
    id TEXT NOT NULL PRIMARY KEY,
    candidacy_id TEXT NOT NULL REFERENCES candidacies (id),
    at TEXT NOT NULL,
    account_name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('substituted', 'cancelled')),
    undone_at TEXT,
    undone_by TEXT,
    reason TEXT
);
CREATE INDEX registry_movements_by_candidacy ON registry_movements (candidacy_id, at);

-- What an undone movement keeps of a folio while the registry repeats what it said.
CREATE TABLE registry_holds (
    folio TEXT NOT NULL PRIMARY KEY,
    movement_id TEXT NOT NULL REFERENCES registry_movements (id),
    said TEXT NOT NULL,
    kept TEXT NOT NULL
);

-- Messages that a program of the registry sent and that were taken: each once, with what was answered.
CREATE TABLE registry_messages (
    id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    cut TEXT NOT NULL,
    digest TEXT NOT NULL,
    answer TEXT NOT NULL,
    applied BOOLEAN NOT NULL
);

-- Plans that wait for a second person. Once decided, the file is taken away.
CREATE TABLE registry_plans (
    id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    -- None of the registry's address; the console's is no account.
    account_id TEXT,
    account_name TEXT NOT NULL,
    message_id TEXT REFERENCES registry_messages (id),
    digest TEXT NOT NULL,
    file BLOB,
    decided_at TEXT,
    decided_by TEXT,
    applied BOOLEAN,
    reason TEXT
);
CREATE UNIQUE INDEX registry_plans_once ON registry_plans (digest) WHERE decided_at IS NULL;

-- What the registry's address answered last.
CREATE TABLE registry_address (
    address TEXT NOT NULL PRIMARY KEY,
    etag TEXT,
    asked_at TEXT NOT NULL,
    taken_at TEXT,
    fault TEXT,
    fault_at TEXT
);

CREATE TRIGGER registry_records_decided_once BEFORE UPDATE ON registry_records WHEN OLD.state <> 'waiting' BEGIN
    SELECT RAISE(ABORT, 'a decided record is never changed');
END;
CREATE TRIGGER registry_records_no_delete BEFORE DELETE ON registry_records BEGIN
    SELECT RAISE(ABORT, 'a decided record is never changed');
END;
CREATE TRIGGER registry_movements_decided_once BEFORE UPDATE ON registry_movements WHEN OLD.undone_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'an undone movement is never changed');
END;
CREATE TRIGGER registry_movements_no_delete BEFORE DELETE ON registry_movements BEGIN
    SELECT RAISE(ABORT, 'an undone movement is never changed');
END;
CREATE TRIGGER registry_plans_decided_once BEFORE UPDATE ON registry_plans WHEN OLD.decided_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'a decided plan is never changed');
END;
CREATE TRIGGER registry_plans_no_delete BEFORE DELETE ON registry_plans BEGIN
    SELECT RAISE(ABORT, 'a decided plan is never changed');
END;
