"""`lift.assertions`, which `fix` writes into programs, in an environment without lift."""

from __future__ import annotations

import shutil
from pathlib import Path

import lift

__all__ = ["spare_lift"]


def spare_lift(folder: Path) -> Path:
    """Copy the part of lift that programs import to a folder; return what to import it from.

    Only that part: what else lift is must not hide what an environment lacks.
    """
    source, spare = Path(lift.__file__).parent, folder / "spare"
    for path in (source / "__init__.py", *sorted((source / "assertions").glob("*.py"))):
        target = spare / "lift" / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return spare
