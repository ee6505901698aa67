"""Regression runs: measure a role again and say whether it got worse than its baseline.

`pipeline.run_regression` measures and judges, `model` is the saved form (eval/regress.json).
"""
