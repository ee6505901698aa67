"""Write and read eval/eval_report.json, and the JSON Schemas that describe lift's documents.

Called by `lift optimize` (writes) and `lift report` (reads); scripts/write_schemas.py writes the
schemas.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from importlib import resources
from pathlib import Path

from pydantic import BaseModel

from lift.errors import DataError, StoreError
from lift.measure.baseline import BaselineFile
from lift.measure.documents import load_document, save_document
from lift.regress.model import RegressReport
from lift.report.model import SCHEMA_VERSION, EvalReport

__all__ = ["DOCUMENTS", "load_report", "schema_text", "shipped_schema", "write_report"]

DOCUMENTS: dict[str, type[BaseModel]] = {
    "baseline": BaselineFile,
    "eval_report": EvalReport,
    "regress": RegressReport,
}
"""Every document with a published schema, by the name of its schema file."""


def write_report(path: Path, report: EvalReport, *, secrets: Collection[str] = ()) -> None:
    """Save a report, without secrets.

    Args:
        secrets: values that must not appear in it, as from `redaction.secret_values(os.environ)`;
            keys of well-known forms are taken out in any case.

    Raises:
        StoreError: it cannot be written.
    """
    save_document(path, report, secrets=secrets)


def load_report(path: Path) -> EvalReport:
    """Read a report back.

    Raises:
        DataError: there is none.
        StoreError: it is broken (file and line or key are named) or of a newer lift.
    """
    if not path.exists():
        raise DataError(
            f"there is no report: {path} does not exist", hint="lift optimize --role coder"
        )
    return load_document(path, EvalReport, newest=SCHEMA_VERSION, error=StoreError)


def schema_text(name: str) -> str:
    """Generate the JSON Schema of a document from its model."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **DOCUMENTS[name].model_json_schema(mode="serialization"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def shipped_schema(name: str) -> str:
    """Return the JSON Schema as it is in the package."""
    folder = resources.files("lift.report") / "schemas"
    return (folder / f"{name}.schema.json").read_text(encoding="utf-8")
