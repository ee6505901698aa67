-- The ledger: one row per request sent to a host and one per answer taken from the ledger or a recording.
CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL,
    phase TEXT NOT NULL,           -- lift.engine.request.Phase
    key TEXT NOT NULL,             -- SHA-256 of the canonical request
    status TEXT NOT NULL,          -- lift.engine.ledger.CallStatus
    replayed INTEGER NOT NULL,     -- 1: answered from the ledger or a recording, nothing was paid
    life TEXT NOT NULL,            -- which process wrote it
    model TEXT NOT NULL,
    host TEXT NOT NULL,
    label TEXT NOT NULL,           -- rollout or example, for people
    started REAL NOT NULL,         -- seconds since the epoch
    wall_s REAL NOT NULL,          -- wall time of the run's search at the last change, seconds
    reserved_tokens INTEGER NOT NULL,
    paid_tokens INTEGER NOT NULL,  -- what counts as physically paid; the reservation until it is known
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    latency_ms REAL,
    finish_reason TEXT,
    request TEXT,                  -- canonical JSON; NULL in replayed rows
    answer TEXT,                   -- NULL in replayed rows
    error TEXT
);

CREATE INDEX calls_by_key ON calls (key, run_id, phase);
CREATE INDEX calls_by_run ON calls (run_id, phase);
