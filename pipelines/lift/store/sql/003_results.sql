-- Per-example results of a run; `candidate` is a program's content hash or a name such as `baseline`.
CREATE TABLE scores (
    run_id TEXT NOT NULL,
    phase TEXT NOT NULL,
    candidate TEXT NOT NULL,
    example_id TEXT NOT NULL,
    score REAL NOT NULL,           -- 0 to 1
    tokens INTEGER NOT NULL,
    latency_ms REAL NOT NULL,
    detail TEXT NOT NULL,          -- JSON: outputs, feedback, violations, error
    PRIMARY KEY (run_id, phase, candidate, example_id)
) WITHOUT ROWID;

-- Index of the content-addressed folders under .lift/versions/.
CREATE TABLE versions (
    id TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    run_id TEXT,
    created REAL NOT NULL,         -- seconds since the epoch
    meta TEXT NOT NULL             -- JSON
);

-- Every change of a flag, oldest first by id.
CREATE TABLE flag_history (
    id INTEGER PRIMARY KEY,
    flag TEXT NOT NULL,
    before TEXT,                   -- JSON of the flag, NULL when it was made
    after TEXT,                    -- JSON of the flag, NULL when it was removed
    actor TEXT NOT NULL,
    changed REAL NOT NULL          -- seconds since the epoch
);

-- Each run that read a sealed split; printed as "look 3", never refused.
CREATE TABLE sealed_looks (
    dataset_hash TEXT NOT NULL,
    run_id TEXT NOT NULL,
    looked REAL NOT NULL,          -- seconds since the epoch
    PRIMARY KEY (dataset_hash, run_id)
) WITHOUT ROWID;
