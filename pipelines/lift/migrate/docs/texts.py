"""The texts of DOC1xx, what `lift migrate docs` finds."""

from __future__ import annotations

from lift.migrate.catalogue import RuleText
from lift.migrate.finding import Fix, Severity

__all__ = ["TEXTS"]

_HISTORY = (
    "Changelogs, and lines that say that something is old, removed or being migrated, are "
    "passed over."
)

TEXTS = (
    RuleText(
        code="DOC101",
        slug="document-names-what-is-gone",
        severity=Severity.ERROR,
        fix=Fix.NONE,
        summary="A document mentions a name that DSPy, or the project, does not have.",
        explanation=(
            "A reader who types `dspy.OpenAI` from the document gets an AttributeError. Names in "
            "back-quotes that begin with `dspy.` or with a package of the project are looked up. "
            + _HISTORY
        ),
    ),
    RuleText(
        code="DOC102",
        slug="document-names-a-missing-path",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        summary="A document mentions a file or folder that does not exist.",
        explanation=(
            "Links, and paths in back-quotes, are looked for beside the document and at the top of "
            "the project. Patterns, placeholders and absolute paths are not checked. " + _HISTORY
        ),
    ),
    RuleText(
        code="DOC103",
        slug="document-shows-a-command-that-fails",
        severity=Severity.ERROR,
        fix=Fix.NONE,
        summary="A document shows a command whose make target, script or module does not exist.",
        explanation=(
            "Checked are `make TARGET`, `python FILE`, `python -m MODULE` for modules of the "
            "project, `pytest PATH`, and `bash FILE`, in blocks marked as shell and lines that "
            "begin with `$`."
        ),
    ),
    RuleText(
        code="DOC104",
        slug="document-names-another-version",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        summary="A document asks for another DSPy or Python than the target needs.",
        explanation=(
            "An installation line with `dspy==2.6.27` or `dspy-ai`, a sentence that the project "
            "runs on DSPy 2.6, or on a Python that the target does not install on. " + _HISTORY
        ),
    ),
)
