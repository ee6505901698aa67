"""Whether a project's documents still tell the truth in the target version (MIG10).

mentions.py   a document -> the names, paths, commands and versions it mentions
facts.py      what exists: files, make targets, commands, modules, names of DSPy
check.py      mentions that do not exist, as findings
texts.py      the texts of DOC1xx
"""

from lift.migrate.docs.check import check_documents

__all__ = ["check_documents"]
