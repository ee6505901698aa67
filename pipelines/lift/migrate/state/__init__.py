"""Saved programs: `program.save("x.json")` of one DSPy version made right for another.

saved.py     bytes -> a saved program                 draft.py     what is being converted
legacy.py    the forms of 2.4 and 2.5                 names.py     predictors that moved
lm.py        the LM block, key by key                 endpoint.py  its server, its request form
secrets.py   keys and tokens in clear text            compare.py   against the program's code
pickles.py   .pkl and program folders                 program.py   what the code's program is like
foreign.py   scripts in other environments            inside/      those scripts
convert.py   all of it for one file                   write.py     many files, and onto the disk
findings.py  LFT3xx for `lift migrate check`          rules.py     their texts
"""

from lift.migrate.state.convert import Conversion, convert
from lift.migrate.state.draft import Change
from lift.migrate.state.findings import state_findings
from lift.migrate.state.program import ProgramPlan, describe_program
from lift.migrate.state.write import StateFile, StateReport, StateRequest, migrate_states

__all__ = [
    "Change",
    "Conversion",
    "ProgramPlan",
    "StateFile",
    "StateReport",
    "StateRequest",
    "convert",
    "describe_program",
    "migrate_states",
    "state_findings",
]
