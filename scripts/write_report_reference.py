"""Write docs/reference/eval-report.md from the models of lift's JSON documents."""

from __future__ import annotations

from pathlib import Path

from lift.report.reference import reference_text

PAGE = Path(__file__).resolve().parent.parent / "docs/reference/eval-report.md"


def main() -> None:
    """Write the page."""
    PAGE.write_text(reference_text(), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
