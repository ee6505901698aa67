-- Which cap ended a search, so that its replay, which takes less time, ends at the same call.
CREATE TABLE stops (
    run_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,            -- tokens, model_calls, metric_calls, wall_s, memory_mb
    cap REAL NOT NULL,
    spent REAL NOT NULL,
    requested REAL NOT NULL,
    message TEXT NOT NULL,
    hint TEXT NOT NULL,
    stopped REAL NOT NULL          -- seconds since the epoch
);
