"""The package `dsp`, on which DSPy was built, is gone.

Removed in 2.6.0. What was used of it has other places: `dsp.LM` is `dspy.LM`; settings are
`dspy.settings`; a few text functions went to `dspy.dsp.utils`, and most are gone since 3.0.
"""

from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule

_DSP = Gone(advice="Use dspy itself: dspy.LM, dspy.settings, dspy.Example.")
_METRICS = ("EM", "F1", "HotPotF1", "normalize_text", "em_score", "f1_score", "precision_score")
_MOVED = {
    f"{home}.{name}": Gone(now=f"{place}.{name}", advice=f"It is {place}.{name} now.")
    for names, place, homes in (
        (_METRICS, "dspy.evaluate.metrics", ("dsp.utils", "dsp.utils.metrics")),
        (("deduplicate", "dotdict"), "dspy.dsp.utils", ("dsp.utils", "dsp.utils.utils")),
        (("settings",), "dspy.dsp.utils", ("dsp.utils", "dsp.utils.settings")),
    )
    for name in names
    for home in homes
}
"""Functions that still are there in 3.4, the same as they were."""

RULE: Rule = Rule(
    code="LFT108",
    slug="dsp",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="2.6.0",
    summary="the package dsp is gone",
    visitors=visitors(lambda: RULE, {**_MOVED, "dsp": _DSP, "dsp.*": _DSP}),
    examples=(
        Example(
            old="2.5.43",
            new="2.6.27",
            before="""\
import dsp

print(callable(dsp.LM))
""",
            after="""\
import dspy

print(callable(dspy.LM))
""",
        ),
    ),
)
