"""Write what every DSPy release asks for and brings, for the findings about pins.

    python scripts/releases.py --wheels FOLDER

Writes pipelines/lift/migrate/pins/data/releases.json; needs the network, pip and uv. The wheels
are downloaded into FOLDER unless they lie there, their
metadata is read, and uv resolves what an installation of each release brings along today.

`requires` and `python` are the release's own words. `brings` lists packages that the release brings
and the newest one does not: what a program may import without having declared it.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "pipelines" / "lift" / "migrate" / "pins" / "data" / "releases.json"
OLDEST = Version("2.4.0")
RENAMED = Version("2.5.1")
"""From here on the distribution is called dspy; before, dspy-ai."""
PYTHON = "3.11"


def pip(*arguments: str) -> str:
    command = [sys.executable, "-m", "pip", *arguments, "--disable-pip-version-check"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def released(name: str) -> list[Version]:
    line = re.search(r"Available versions: (.*)", pip("index", "versions", name))
    assert line is not None
    found = [Version(one.strip()) for one in line.group(1).split(",")]
    return sorted(one for one in found if one >= OLDEST and not one.is_prerelease)


def metadata(name: str, version: Version, folder: Path) -> Message:
    """Return the METADATA of one release."""
    stem = name.replace("-", "_")
    if not list(folder.glob(f"{stem}-{version}-*.whl")):
        pip("download", "-q", "--no-deps", "-d", str(folder), f"{name}=={version}")
    wheel = next(folder.glob(f"{stem}-{version}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        inner = next(one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(inner))


def brought(name: str, version: Version) -> set[str]:
    """Return the names of everything that installing a release brings."""
    command = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate"]
    command += ["--python-version", PYTHON, "-"]
    done = subprocess.run(
        command, input=f"{name}=={version}\n", check=False, capture_output=True, text=True
    )
    return {line.split("==")[0].split("[")[0] for line in done.stdout.splitlines() if "==" in line}


def entry(found: Message) -> dict[str, object]:
    requires = [Requirement(one) for one in found.get_all("Requires-Dist") or ()]
    extras = sorted(
        set(found.get_all("Provides-Extra") or ()) - {"dev", "test", "test-extras", "docs"}
    )
    return {
        "python": found["Requires-Python"],
        "requires": [
            str(one) for one in requires if not (one.marker and "extra" in str(one.marker))
        ],
        "extras": extras,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", type=Path, default=None)
    folder: Path = parser.parse_args().wheels or Path(tempfile.mkdtemp())
    own = [("dspy-ai", one) for one in released("dspy-ai") if one < RENAMED]
    own += [("dspy", one) for one in released("dspy") if one >= RENAMED]
    entries = {str(version): entry(metadata(name, version, folder)) for name, version in own}
    brings = {str(version): brought(name, version) for name, version in own}
    newest = brings[str(own[-1][1])] | {"dspy", "dspy-ai"}
    for version, names in brings.items():
        entries[version]["brings"] = sorted(names - newest)
    lines = [f"  {json.dumps(version)}: {json.dumps(one)}" for version, one in entries.items()]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    body = ",\n".join(lines)
    TARGET.write_text(f'{{"schema_version": 1, "releases": {{\n{body}\n}}}}\n', "utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}: {len(entries)} releases")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
