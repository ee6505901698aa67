"""Write the JSON Schemas of lift's documents from their models: python scripts/write_schemas.py."""

from __future__ import annotations

from pathlib import Path

from lift.report.files import DOCUMENTS, schema_text

FOLDER = Path(__file__).resolve().parent.parent / "pipelines/lift/report/schemas"


def main() -> None:
    """Write one file per document."""
    FOLDER.mkdir(exist_ok=True)
    for name in DOCUMENTS:
        path = FOLDER / f"{name}.schema.json"
        path.write_text(schema_text(name), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
