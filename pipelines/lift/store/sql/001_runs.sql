-- One row per run of a command that calls models; resumes continue the same row.
CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,            -- which command: optimize, baseline, regress
    role TEXT NOT NULL,
    fingerprint TEXT NOT NULL,     -- SHA-256 of the canonical configuration
    config TEXT NOT NULL,          -- that configuration as JSON
    status TEXT NOT NULL,          -- lift.store.runs.RunStatus
    created REAL NOT NULL,         -- seconds since the epoch
    updated REAL NOT NULL,
    wall_s REAL NOT NULL DEFAULT 0,    -- wall time of the search over all lives, seconds
    resumes INTEGER NOT NULL DEFAULT 0,
    result TEXT                    -- JSON of the command, once it has finished
);

CREATE INDEX runs_by_fingerprint ON runs (kind, role, fingerprint);

-- What a host said about a model when it was last used, so that a replay needs no host.
CREATE TABLE models (
    address TEXT PRIMARY KEY,
    digest TEXT,
    context_tokens INTEGER NOT NULL,
    host TEXT NOT NULL,
    details TEXT NOT NULL,         -- JSON
    seen REAL NOT NULL             -- seconds since the epoch
);
