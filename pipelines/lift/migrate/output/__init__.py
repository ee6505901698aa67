"""Findings as text, JSON, SARIF 2.1.0, GitHub annotations and JUnit XML.

Each module has one function from `Results` to what is printed; nothing here prints.
"""

from lift.migrate.output.render import FORMATS, render
from lift.migrate.output.results import Counts, Results

__all__ = ["FORMATS", "Counts", "Results", "render"]
