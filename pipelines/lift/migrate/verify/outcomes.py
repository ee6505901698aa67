"""Compare one case, or one import, in both versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lift.migrate.probe import CaseRun
from lift.migrate.verify.case import Case
from lift.migrate.verify.known import why_output
from lift.migrate.verify.report import OK, CaseOutcome, Difference, Kind, Weight
from lift.migrate.verify.requests import compare_requests, same_bodies
from lift.migrate.verify.rounds import Ran, Round
from lift.migrate.verify.shapes import Names, compare_errors

__all__ = ["compare_case", "compare_imports", "outcome"]


def outcome(case: Case, old: Sequence[Round], new: Sequence[Round]) -> CaseOutcome:
    """Return the case as a line of the table."""
    before, after = old[0].ran[case.id][0], new[0].ran[case.id][0]
    return CaseOutcome(
        id=case.id,
        smoke=case.smoke,
        old=_ending(before),
        new=_ending(after),
        requests_old=len(before.requests),
        requests_new=len(after.requests),
        identical=same_bodies(before.requests, after.requests),
        score_old=_score(before),
        score_new=_score(after),
        steady=_is_steady(case, old) and _is_steady(case, new),
    )


def compare_case(
    case: Case, old: Sequence[Round], new: Sequence[Round], names: Names
) -> Iterator[Difference]:
    """Yield what differs in a case; of one that varies by itself only how it ends."""
    before, after = old[0].ran[case.id][0], new[0].ran[case.id][0]
    yield from compare_errors(Kind.ERROR, case.id, before.reply.error, after.reply.error, names)
    if not (_is_steady(case, old) and _is_steady(case, new)):
        return
    sent = before.requests
    if after.reply.error is not None and before.reply.error is None:
        sent = sent[: len(after.requests)]  # what it would have sent later is no news
    yield from compare_requests(case.id, sent, after.requests, names)
    if before.reply.error is not None or after.reply.error is not None:
        return
    if before.outputs != after.outputs:
        yield Difference(
            kind=Kind.OUTPUT,
            weight=Weight.CHANGES,
            where=case.id,
            message=_output_message(before, after),
            old=before.outputs,
            new=after.outputs,
            why=_why(before, after),
        )
    one, other = _score(before), _score(after)
    if one != other:
        yield Difference(
            kind=Kind.SCORE,
            weight=Weight.CHANGES,
            where=case.id,
            message=f"scores {other} instead of {one}",
        )


def compare_imports(
    old: Sequence[Round], new: Sequence[Round], names: Names
) -> Iterator[Difference]:
    """Yield what differs in the requests that modules send while they are imported."""
    for module, before in old[0].at_import.items():
        if same_bodies(before, old[1].at_import[module]):
            after = new[0].at_import[module]
            yield from compare_requests(f"import of {module}", before, after, names)


def _is_steady(case: Case, rounds: Sequence[Round]) -> bool:
    """Whether two processes of one version sent the same and got the same."""
    one, other = (round_.ran[case.id][0] for round_ in rounds[:2])
    return same_bodies(one.requests, other.requests) and one.outputs == other.outputs


def _ending(ran: Ran) -> str:
    return OK if ran.reply.error is None else ran.reply.error.last_line


def _score(ran: Ran) -> float | None:
    return ran.reply.score if isinstance(ran.reply, CaseRun) else None


def _changed(before: Ran, after: Ran) -> list[str]:
    if not isinstance(before.reply, CaseRun) or not isinstance(after.reply, CaseRun):
        return []
    one, other = before.reply.outputs, after.reply.outputs
    return [name for name in {**one, **other} if one.get(name, ...) != other.get(name, ...)]


def _output_message(before: Ran, after: Ran) -> str:
    changed = _changed(before, after)
    if not changed:
        return "prints something else"
    return f"answers something else in {', '.join(changed)}"


def _why(before: Ran, after: Ran) -> str:
    if not isinstance(before.reply, CaseRun) or not isinstance(after.reply, CaseRun):
        return ""
    one, other = before.reply.outputs, after.reply.outputs
    found = [why_output(one.get(name), other.get(name)) for name in _changed(before, after)]
    return next((text for text in found if text), "")
