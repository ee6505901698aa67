"""The texts of LFT4xx. What finds them is `check`."""

from __future__ import annotations

from lift.migrate.catalogue import RuleText
from lift.migrate.finding import Fix, Severity

__all__ = ["TEXTS", "text"]

TEXTS = (
    RuleText(
        code="LFT401",
        slug="dspy-ai-is-open-ended",
        severity=Severity.ERROR,
        fix=Fix.SAFE,
        summary="A pin on `dspy-ai` installs the newest DSPy, whatever its number says.",
        explanation=(
            "The distribution was renamed from `dspy-ai` to `dspy` at 2.5.1. The later releases of "
            "`dspy-ai` are empty and ask for a lowest version only: `dspy-ai==2.5.43` for "
            "`dspy>=2.5.3`, `dspy-ai==2.6.27` for `dspy>=2.6.5`. So `pip install dspy-ai==2.6.27` "
            "installs DSPy 3.4.1 today, and another one tomorrow. Pin `dspy` instead."
        ),
    ),
    RuleText(
        code="LFT402",
        slug="pin-excludes-target",
        severity=Severity.ERROR,
        fix=Fix.SAFE,
        summary="The project asks for DSPy versions that the target is not one of.",
        explanation=(
            "As long as the pin stands, an installation gets the old version and the migrated code "
            "meets it. `lift migrate fix` moves the version and keeps the way it is written: "
            "`==2.6.27` becomes `==3.0.1`, `~=2.6.27` becomes `~=3.0.1`, and a range becomes the "
            "range of the target's minor version, because minor versions of DSPy change behaviour."
        ),
    ),
    RuleText(
        code="LFT403",
        slug="pin-is-open-ended",
        severity=Severity.WARNING,
        fix=Fix.UNSAFE,
        summary="The project asks for DSPy without an upper end, so installers take the newest.",
        explanation=(
            "`dspy` or `dspy>=2.6` gets the newest release on the day of the installation, not the "
            "one that the program was tested with. Nothing is said where a lock file or a "
            "constraints file with a DSPy version stands beside the manifest. The proposed pin "
            "is the target; it is left to you, because a library may want a range."
        ),
    ),
    RuleText(
        code="LFT404",
        slug="pins-contradict",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        summary="Two manifests of one folder ask for DSPy versions that exclude each other.",
        explanation=(
            "Which version the program meets depends on the file that was installed from. "
            "Decide on one; the others should repeat or include it."
        ),
    ),
    RuleText(
        code="LFT405",
        slug="dspy-from-a-fork",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        summary="DSPy comes from a repository, a URL or a path, so its version is not known.",
        explanation=(
            "A branch or fork may be any state of DSPy, with changes of its own. Nothing that lift "
            "says about versions is certain there. Find out what the fork changes, and whether the "
            "target has it."
        ),
    ),
    RuleText(
        code="LFT406",
        slug="python-not-supported",
        severity=Severity.WARNING,
        fix=Fix.SAFE,
        summary="The project allows Python versions that the target does not install on.",
        explanation=(
            "DSPy 3.0 needs Python 3.10. Resolvers that serve the whole range (uv, Poetry, PDM) "
            "refuse, and pip on the old Python picks an old DSPy in silence. An error where no "
            "Python is left that both allow."
        ),
    ),
    RuleText(
        code="LFT407",
        slug="package-not-brought-any-more",
        severity=Severity.ERROR,
        fix=Fix.UNSAFE,
        summary="The program imports a package that only DSPy used to install.",
        explanation=(
            "Older DSPy releases brought numpy, pandas, datasets, optuna, joblib, backoff, ujson "
            "and others along. What the program imports itself has to be declared by the project, "
            "else `ModuleNotFoundError` in a fresh environment. The fix adds it without a version."
        ),
    ),
    RuleText(
        code="LFT408",
        slug="extra-needed",
        severity=Severity.ERROR,
        fix=Fix.SAFE,
        summary="A part of DSPy that the program uses needs an extra in the target version.",
        explanation=(
            "From 3.2.0 on MIPROv2 and BootstrapFewShotWithOptuna raise ``ImportError: MIPROv2 "
            "requires optional dependency 'optuna'. Install it with `pip install dspy[optuna]`.`` "
            "without the extra; from 3.3.0 on Embedder, Embeddings and KNN need `dspy[numpy]`."
        ),
    ),
    RuleText(
        code="LFT409",
        slug="pin-contradicts-dspy",
        severity=Severity.ERROR,
        fix=Fix.UNSAFE,
        summary="Another pin of the project excludes what the target needs.",
        explanation=(
            "DSPy pins some packages exactly (gepa) and needs others from a version on (openai, "
            "litellm, pydantic). With a pin that excludes them no installation is possible: "
            "`ResolutionImpossible`. The fix writes what the target asks for."
        ),
    ),
    RuleText(
        code="LFT410",
        slug="extra-gone",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        summary="The project asks for an extra that the target does not have.",
        explanation=(
            "`dspy-ai[chromadb]` and the like installed the client of a vector store. pip only "
            "warns about an unknown extra and installs nothing for it. Declare the client itself."
        ),
    ),
)
_BY_CODE = {one.code: one for one in TEXTS}


def text(code: str) -> RuleText:
    """Return the text of one code."""
    return _BY_CODE[code]
