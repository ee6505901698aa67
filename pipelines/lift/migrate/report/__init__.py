"""The whole migration on one page: what was found, fixed, left and verified, and how long it took.

record.py   what `fix` and `verify` leave in `.lift/migrate/`
model.py    the document, also as JSON
build.py    a check and the records -> the document
html.py     the document -> one self-contained page
text.py     the document -> a few lines for the terminal
"""
