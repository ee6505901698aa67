"""Roles: a program, a metric and examples. Two are shipped for trying lift out; teams add theirs.

`registry.load_role` finds one by name, `dataset.load_dataset` reads its examples, `role` holds
the types that every pipeline shares.
"""
