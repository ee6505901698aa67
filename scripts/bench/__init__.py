"""Benchmarks: each module prints one JSON object; `run` writes them all to docs/benchmarks.md."""
