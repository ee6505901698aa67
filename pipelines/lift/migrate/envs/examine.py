"""Look at an environment and say what state it is in. Reads only, and starts Python when asked."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from lift.migrate.envs.environment import Environment, State
from lift.migrate.envs.manifest import BadManifest, Manifest, read_manifest, read_request
from lift.migrate.envs.recipe import recipe_for, variables

__all__ = ["examine", "interpreter", "odd_files", "packages_of", "records_of"]

_MANY = 5
_START_S = 120.0
_IMPORT = (
    "import os, tempfile; os.chdir(tempfile.gettempdir()); import dspy, importlib.metadata as m; "
    "print('VERSION ' + m.version({name!r}))"
)
_DIST_INFO = re.compile(r"^(?P<name>.+?)-(?P<version>[^-]+)\.dist-info$")


def interpreter(folder: Path) -> Path:
    """Return where the Python of an environment is."""
    return folder / "bin" / "python"


def examine(
    folder: Path,
    version: str,
    *,
    hashes: bool = False,
    start: bool = False,
    busy: bool = False,
    manifest: Manifest | None = None,
) -> Environment:
    """Return an environment as it is found; never raises because of what it finds.

    Args:
        hashes: Read every installed file and compare its hash; without, names and sizes.
        start: Start its Python and import DSPy as well.
        busy: Another process is at work on it, so nothing can be said.
        manifest: Compare with this one, which is not written yet.
    """
    if busy:
        return _bare(folder, version, State.BUSY, ("another process is at work on it",))
    if not folder.is_dir():
        return _bare(folder, version, State.MISSING, ())
    try:
        manifest = manifest or read_manifest(folder)
    except BadManifest as error:
        return _bare(folder, version, State.DAMAGED, (error.message,))
    if manifest is None:
        return _without_manifest(folder, version)
    problems = list(_problems(folder, manifest, hashes=hashes))
    if start and not problems:
        problems = list(_start_problems(folder, manifest))
    return Environment(
        version=version,
        folder=folder,
        python=interpreter(folder),
        state=State.DAMAGED if problems else State.READY,
        problems=_first(problems),
        python_version=manifest.python_version,
        distribution=manifest.distribution,
        installer=manifest.installer,
        requirements=manifest.request.requirements,
        packages=manifest.packages,
        lock_hash=manifest.lock_hash,
        notes=recipe_for(version).notes,
        seconds=manifest.seconds,
    )


def packages_of(folder: Path) -> dict[str, str]:
    """Return what is installed: version by canonical name. pip itself does not count."""
    found: dict[str, str] = {}
    for info in _dist_infos(folder):
        match = _DIST_INFO.match(info.name)
        if match is not None:
            found[canonicalize_name(match["name"])] = match["version"]
    found.pop("pip", None)
    return dict(sorted(found.items()))


def records_of(folder: Path) -> dict[str, str]:
    """Return the hash of the RECORD of every installed package, by its place in the environment."""
    return {
        info.relative_to(folder).as_posix(): _sha256(info / "RECORD")
        for info in _dist_infos(folder)
        if (info / "RECORD").is_file()
    }


def odd_files(folder: Path) -> dict[str, str]:
    """Return the hash of every file that does not fit its RECORD, by place; reads every file."""
    return {
        row.place: _sha256(row.file)
        for info in _dist_infos(folder)
        if (info / "RECORD").is_file()
        for row in _rows(folder, info / "RECORD")
        if row.file.is_file() and not row.fits()
    }


def _dist_infos(folder: Path) -> list[Path]:
    return sorted(folder.glob("lib/python3.*/site-packages/*.dist-info"))


def _bare(folder: Path, version: str, state: State, problems: tuple[str, ...]) -> Environment:
    request = read_request(folder)
    return Environment(
        version=version,
        folder=folder,
        python=interpreter(folder),
        state=state,
        problems=problems,
        requirements=() if request is None else request.requirements,
        packages={},
    )


def _without_manifest(folder: Path, version: str) -> Environment:
    if read_request(folder) is None and any(folder.iterdir()):
        problem = "it has no lift-request.json, so lift did not make it"
        return _bare(folder, version, State.FOREIGN, (problem,))
    return _bare(folder, version, State.UNFINISHED, ("making it was interrupted",))


def _problems(folder: Path, manifest: Manifest, *, hashes: bool) -> Iterator[str]:
    python = interpreter(folder)
    if not python.exists():
        target = f", which is {python.readlink()}," if python.is_symlink() else ""
        yield f"its interpreter {python}{target} is not there"
    if not (folder / "pyvenv.cfg").is_file():
        yield "its pyvenv.cfg is not there"
    yield from _package_problems(packages_of(folder), manifest.packages)
    for place, digest in manifest.records.items():
        record = folder / place / "RECORD"
        if not record.is_file():
            yield f"{place}/RECORD is not there"
        elif _sha256(record) != digest:
            yield f"{place}/RECORD was changed"
        else:
            yield from _file_problems(folder, record, manifest.odd, hashes=hashes)


def _package_problems(found: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(found.keys() | wanted.keys()):
        if name not in found:
            yield f"{name} {wanted[name]} is no longer installed"
        elif name not in wanted:
            yield f"{name} {found[name]} was installed by hand"
        elif found[name] != wanted[name]:
            yield f"{name} is {found[name]} instead of {wanted[name]}"


def _file_problems(
    folder: Path, record: Path, odd: Mapping[str, str], *, hashes: bool
) -> Iterator[str]:
    """Yield which files of a package are gone or changed; byte code comes and goes as it likes."""
    for row in _rows(folder, record):
        try:
            size = row.file.stat().st_size
        except OSError:
            yield f"{row.path} is not there"
            continue
        if row.place in odd:
            changed = hashes and _sha256(row.file) != odd[row.place]
        else:
            changed = size != row.size or (hashes and not row.fits())
        if changed:
            yield f"{row.path} was changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A file as its package's RECORD describes it."""

    path: str
    """As written in the RECORD."""
    place: str
    """Relative to the environment."""
    file: Path
    digest: str
    """Such as `sha256=` and unpadded base64."""
    size: int

    def fits(self) -> bool:
        kind = self.digest.partition("=")[0]
        if kind not in hashlib.algorithms_guaranteed:
            return True
        raw = hashlib.new(kind, self.file.read_bytes()).digest()
        return self.digest == f"{kind}={base64.urlsafe_b64encode(raw).rstrip(b'=').decode()}"


def _rows(folder: Path, record: Path) -> Iterator[_Row]:
    """Yield what a RECORD says; files without a hash, such as RECORD itself, are left out."""
    base = record.parent.parent
    text = record.read_text("utf-8", errors="replace")
    for row in csv.reader(io.StringIO(text)):
        if len(row) != 3 or row[0].endswith(".pyc") or not row[1] or not row[2].isdigit():
            continue
        file = Path(os.path.normpath(base / row[0]))
        place = os.path.relpath(file, folder)
        yield _Row(path=row[0], place=place, file=file, digest=row[1], size=int(row[2]))


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _start_problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Import DSPy in the environment, in an empty folder and without a network."""
    code = _IMPORT.format(name=manifest.distribution)
    with tempfile.TemporaryDirectory(prefix="lift-env-") as private:
        env = {"PATH": os.defpath, "HOME": private, "TMPDIR": private, **variables()}
        try:
            done = subprocess.run(
                [str(interpreter(folder)), "-s", "-c", code],
                check=False,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_START_S,
                env=env,
                cwd=private,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            yield f"its Python does not start: {error}"
            return
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        yield f"`import dspy` fails: {last}"
    elif f"VERSION {manifest.request.version}" not in done.stdout.splitlines():
        yield f"it imports another DSPy: {done.stdout.strip()}"


def _first(problems: list[str]) -> tuple[str, ...]:
    """Keep the first few; a package that is gone has a thousand files that are gone."""
    if len(problems) <= _MANY:
        return tuple(problems)
    return (*problems[:_MANY], f"and {len(problems) - _MANY} more")
