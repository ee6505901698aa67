"""The project's settings and database, and whether its models answer."""

from __future__ import annotations

from collections.abc import Iterator

from lift.config import Settings
from lift.doctor.finding import Finding, Status, fail, ok, warn
from lift.errors import LiftError
from lift.models.address import normalise_host
from lift.models.registry import HostSettings, open_host
from lift.project import Project
from lift.workbench import host_settings

DIGEST_SHOWN = len("sha256:") + 12

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
    hosts = host_settings(settings)
    if not settings.model:
        yield _nothing_chosen(hosts)
    for address, name in named.items():
        yield _model(name, address, hosts)
    yield _ollama(hosts)


def _nothing_chosen(hosts: HostSettings) -> Finding:
    """Say what a role without a model would do."""
    repair = 'write `model = "ollama/NAME"` under [lift] in lift.toml, or pass --model'
    builtin = _model("model", "builtin", hosts)
    if builtin.status is not Status.OK:
        return warn("model", f"none chosen, and builtin is not here: {builtin.detail}", repair)
    return warn("model", f"none chosen; demonstration roles run on {builtin.detail}", repair)


def _ollama(hosts: HostSettings) -> Finding:
    """Say whether the Ollama server answers; it is needed only by models that name it."""
    from lift.adapters.ollama_host import list_ollama_models

    try:
        url = normalise_host(hosts.ollama_host)
        models = list_ollama_models(url)
    except LiftError as error:
        return warn("ollama", error.message, error.hint or "ollama serve")
    if not models:
        return warn("ollama", f"{url} has no model yet", "ollama pull qwen3:8b")
    return ok("ollama", f"{url}, {len(models)} models")


def _model(name: str, address: str, hosts: HostSettings) -> Finding:
    try:
        host = open_host(address, hosts)
        try:
            info = host.info()
        finally:
            host.close()
    except LiftError as error:
        return fail(name, error.message, error.hint or f"lift models try {address}")
    digest = f", digest {info.digest[:DIGEST_SHOWN]}" if info.digest else ""
    return ok(name, f"{info.address}{digest}, context {info.context_tokens:,} tokens")
