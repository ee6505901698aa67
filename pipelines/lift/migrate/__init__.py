"""Move DSPy programs between versions: find what breaks or changes, fix it, prove it.

check.py    files -> findings                      fix.py      findings -> edits -> files
sources/    files, notebooks, documents -> units   names/      what an expression refers to in dspy
rules/      one small file per rule                surface/    the public names of every release
pins/       versions that a project asks for       envs/       one environment per DSPy version
probe/      run a program under another version    verify/     compare two versions on the wire
state/      saved programs                         output/     text, JSON, SARIF, GitHub, JUnit
"""
