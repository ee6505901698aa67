"""Seeded bugs: the coder's tasks, made from a correct package."""
