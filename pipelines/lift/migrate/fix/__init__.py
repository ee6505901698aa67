"""Turn findings into changed files: edits -> text -> files that are old or new, never half.

edits.py   which edits go together, applied from the end of the text backwards
plan.py    one file: rounds of check and edit until nothing is left to do
diff.py    what a person is shown
write.py   every planned file in one step each
git.py     whether something would be lost
run.py     the whole of it, for `lift migrate fix`
"""
