"""Every model call of lift goes through here: key, ledger, budget, host, journal.

Read `gateway` first: it is the one path. `request` and `ports` say what travels along it, `budget`
what may be spent, `ledger` what was asked and paid, `hosts` who answers, `replay` how a recorded
run answers without a model. Nothing is imported here, so that commands which only read the ledger
start fast.
"""
