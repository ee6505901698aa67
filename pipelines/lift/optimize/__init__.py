"""Optimization: search for better instructions within budgets, prove the gain, decide.

`pipeline` takes the steps in order. `judge` is what an optimizer talks to: it spends the budget,
keeps the `journal`, applies the `gates` and checks what a reflection model wrote (`reflection`).
`policy` reads the budget file, `proof` and `decision` end a run.
"""
