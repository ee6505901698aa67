"""Write the public surface of every DSPy release: what lift.migrate.surface reads.

    python scripts/surfaces.py                    the releases that have no snapshot yet
    python scripts/surfaces.py 3.0.1 3.4.1        these, again
    python scripts/surfaces.py --all              every release
    python scripts/surfaces.py --check 3.0.1      compare with what is shipped; writes nothing
    python scripts/surfaces.py --python P 3.0.1   in this environment instead of a new one

Needs uv and the network. Each release is installed into one temporary environment, which uv brings
to exactly the packages of that release; scripts/surface_probe.py then runs in it. The releases are
those of scripts/releases.py: run that first when DSPy has a new one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "pipelines"))

from lift.migrate.pins.releases import releases  # noqa: E402
from lift.migrate.surface.store import SECTIONS, line_of, read, released  # noqa: E402

PROBE = ROOT / "scripts" / "surface_probe.py"
DATA = ROOT / "pipelines" / "lift" / "migrate" / "surface" / "data"
RENAMED = Version("2.5.1")
"""From here on the distribution is called dspy; before, dspy-ai."""
PYTHON = "3.11"
"""Every release installs on it."""
LOST = ("2.5.26", "2.5.42", "litellm>=1.51.1,<1.60")
"""The first and last release that ask for a LiteLLM which is no longer published, and another."""
Json = dict[str, Any]


def installed(version: str, folder: Path) -> Path:
    """Bring the environment in `folder` to exactly one release; return its Python."""
    python = folder / "bin" / "python"
    if not python.exists():
        uv("venv", "--quiet", "--python", PYTHON, str(folder))
    name = "dspy" if Version(version) >= RENAMED else "dspy-ai"
    first, last, other = LOST
    overrides = folder.parent / "overrides.txt"
    lost = Version(first) <= Version(version) <= Version(last)
    overrides.write_text(other if lost else "", "utf-8")
    options = (
        "--quiet",
        "--exact",
        "--upgrade",
        "--python",
        str(python),
        "--override",
        str(overrides),
    )
    uv("pip", "install", *options, f"{name}=={version}")
    return python


def uv(*arguments: str) -> None:
    subprocess.run(["uv", *arguments], check=True, env={**os.environ, "UV_LINK_MODE": "hardlink"})


def probed(python: Path) -> Json:
    """Return what the probe says about the DSPy of an environment."""
    packages = ["dspy"]
    if any((python.parent.parent / "lib").glob("python*/site-packages/dsp")):
        packages.append("dsp")
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": os.environ["PATH"], "DSPY_CACHEDIR": home}
        done = subprocess.run(
            [str(python), "-I", str(PROBE), *packages],
            check=False,
            capture_output=True,
            text=True,
            cwd=home,
            env=environment,
            timeout=600,
        )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"the probe failed:\n{done.stderr[-2000:]}")
    found: Json = json.loads(done.stdout)
    return found


def shipped() -> dict[str, Json]:
    """Return every snapshot that exists already."""
    if not (DATA / "index.json").exists():
        return {}
    snapshots = {version: read(version) for version in released()}
    return {v: {one: getattr(s, one) for one in SECTIONS} for v, s in snapshots.items()}


def difference(old: Json, new: Json) -> Json:
    """Return the entries of `new` that are not in `old`, and null for those that are gone."""
    changed: Json = {}
    for section in SECTIONS:
        before, after = old.get(section, {}), new[section]
        entries = {name: after.get(name) for name in sorted({*before, *after})}
        changed[section] = {n: e for n, e in entries.items() if before.get(n) != e}
    return changed


def write(snapshots: dict[str, Json]) -> None:
    """Write all snapshots; the same ones give the same bytes."""
    lines: dict[str, list[str]] = {}
    for version in sorted(snapshots, key=Version):
        lines.setdefault(line_of(version), []).append(version)
    DATA.mkdir(parents=True, exist_ok=True)
    for line, versions in lines.items():
        last: Json = {}
        texts: list[str] = []
        for version in versions:
            changed = difference(last, snapshots[version])
            texts.append(json.dumps(changed, sort_keys=True, separators=(",", ":")))
            last = snapshots[version]
        packed = gzip.compress("\n".join(texts).encode("ascii"), 9, mtime=0)
        (DATA / f"{line}.jsonl.gz").write_bytes(packed)
    index = json.dumps({"schema_version": 1, "lines": lines}, indent=1) + "\n"
    (DATA / "index.json").write_text(index, "ascii")


def compare(version: str, found: Json) -> int:
    """Say in which entries a snapshot differs from the shipped one; return their number."""
    snapshot = read(version)
    known = {section: getattr(snapshot, section) for section in SECTIONS}
    count = 0
    for section, entries in difference(known, found).items():
        for name in entries:
            count += 1
            print(f"{version}: {section}: {name} differs")
    return count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("versions", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--python", type=Path, default=None)
    options = parser.parse_args()
    known = {} if options.check else shipped()
    every = [str(one.version) for one in releases()]
    wanted = options.versions or (every if options.all else [v for v in every if v not in known])
    differ = 0
    with tempfile.TemporaryDirectory() as folder:
        for version in wanted:
            try:
                found = probed(options.python or installed(version, Path(folder) / "environment"))
            except (RuntimeError, subprocess.SubprocessError) as error:
                print(f"{version}: {error}", file=sys.stderr)
                differ += 1
                continue
            print(f"{version}: {len(found['modules'])} modules, {len(found['objects'])} objects")
            if options.check:
                differ += compare(version, found)
            else:
                known[version] = found
                write(known)
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main())
