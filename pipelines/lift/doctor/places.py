"""The project's settings and database, and whether its models answer."""

from __future__ import annotations

from collections.abc import Iterator

from lift.config import Settings
from lift.doctor.finding import Finding, fail, ok, warn
from lift.errors import LiftError
from lift.models.registry import HostSettings, open_host
from lift.project import Project
from lift.workbench import host_settings

__all__ = ["examine_database", "examine_models", "examine_project"]


def examine_project(project: Project | None) -> Finding:
    """Say whether there is a project, and where."""
    if project is None:
        return warn("project", "none here; results need one", "lift init")
    return ok("project", str(project.config_path))


def examine_database(project: Project) -> Finding:
    """Open the database read-only and check its pages; it is not made here."""
    from lift.store.database import read_database

    path = project.db_path
    if not path.exists():
        return ok("database", f"{path} will be made by the first run")
    try:
        database = read_database(path)
        try:
            row = database.read_one("PRAGMA quick_check")
        finally:
            database.close()
    except LiftError as error:
        return fail("database", error.message, error.hint)
    answer = "nothing" if row is None else str(row[0])
    if answer != "ok":
        return fail("database", f"{path} is damaged: {answer}", f"mv {path} {path}.damaged")
    size_mb = path.stat().st_size / 2**20
    return ok("database", f"{path}, {size_mb:,.1f} MB")


def examine_models(settings: Settings) -> Iterator[Finding]:
    """Yield one finding per model that a setting names; asks the host of each, loads none twice."""
    named: dict[str, str] = {}
    if settings.model:
        named.setdefault(settings.model, "model")
    if settings.reflection_model:
        named.setdefault(settings.reflection_model, "reflection model")
    for role in settings.roles.values():
        for address in (role.model, role.reflection_model):
            if address:
                named.setdefault(address, f"model of role {role.name}")
    if not settings.model:
        yield warn(
            "model",
            "none chosen; the shipped demonstration roles would run on builtin",
            "lift init --model ollama/NAME",
        )
    for address, name in named.items():
        yield _model(name, address, host_settings(settings))


def _model(name: str, address: str, hosts: HostSettings) -> Finding:
    try:
        host = open_host(address, hosts)
        try:
            info = host.info()
        finally:
            host.close()
    except LiftError as error:
        return fail(name, error.message, error.hint or f"lift models try {address}")
    digest = f", digest {info.digest[:12]}" if info.digest else ""
    return ok(name, f"{info.address}{digest}, context {info.context_tokens:,} tokens")
