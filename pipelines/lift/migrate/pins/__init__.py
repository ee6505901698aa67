"""What a project asks an installer for: versions of DSPy, of Python, of packages DSPy brought.

read.py      any manifest -> pins with their places       releases.py  what each release asks for
rules.py     the texts of LFT4xx                          check.py     pins -> findings with edits
"""

from lift.migrate.pins.check import load_pin_check
from lift.migrate.pins.declared import declared_version

__all__ = ["declared_version", "load_pin_check"]
