"""A finding at a pin."""

from __future__ import annotations

from dataclasses import dataclass

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.pins.pin import Manifest, Pin, place_of
from lift.migrate.pins.rules import text

__all__ = ["Report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A pin with the manifest it stands in; makes findings there."""

    manifest: Manifest
    pin: Pin

    def finding(
        self,
        code: str,
        message: str,
        advice: str,
        *,
        edits: tuple[Edit, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding of one of LFT4xx; without edits it cannot be fixed."""
        rule = text(code)
        place = place_of(self.manifest.text, self.pin.whole)
        return Finding(
            code=code,
            severity=severity or rule.severity,
            path=self.pin.path,
            line=place.line,
            column=place.column,
            end_line=place.end_line,
            end_column=place.end_column,
            message=message,
            advice=advice,
            fix=(fix or rule.fix) if edits else Fix.NONE,
            edits=edits,
        )
