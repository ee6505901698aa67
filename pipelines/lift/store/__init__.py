"""What lift remembers between commands: one SQLite file per project, and files written whole.

`database` opens the file and migrates it (`sql/*.sql`), `runs` and `records` are the tables that
pipelines use, `files` replaces files so that a crash leaves the old or the new one. The calls table
belongs to `lift.engine.ledger`.
"""
