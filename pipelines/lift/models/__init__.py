"""Models by address: what an address means, which host answers for it, what a machine has.

Read `address` for the grammar, `registry` for opening a host; `gguf` and `builtin` know the files.
Imports no engine: hosts are imported when one is opened.
"""

from __future__ import annotations

from lift.models.address import ModelAddress, parse_address

__all__ = ["ModelAddress", "parse_address"]
