"""What a search may spend: reserved before each call, settled after it, never exceeded.

A reservation is the most that a call can cost. As long as spent plus reserved stays within the cap,
no mix of threads and true costs can exceed it. Two sums are kept: what this life of the run has
spent, answers from its record included, so that a resumed run has the budget of an uninterrupted
one; and what all lives have paid, which bounds what may still be sent. Used by
`lift.engine.gateway` for model calls and by the optimizer for metric calls.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import final

from lift.engine.memory import resident_mb
from lift.engine.ports import Clock
from lift.errors import BudgetExceeded

__all__ = ["Budget", "EarlierCalls", "Reservation", "SearchCaps", "Spending"]

_WAIT_S = 0.2
"""How often a waiting call looks at wall time and memory again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCaps:
    """Caps of the search phase; None means no cap."""

    max_metric_calls: int | None = None
    max_model_calls: int | None = None
    """Requests sent to a host, every retry included."""
    max_tokens: int | None = None
    """Prompt and completion tokens together."""
    max_wall_s: float | None = None
    """Seconds, added up over resumes."""
    max_memory_mb: float | None = None
    """Resident memory of this process in MiB, sampled before each call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What was spent of one kind."""

    limit: float | None
    """The cap, None when there is none."""
    spent: float
    """Settled so far; for memory the highest sample."""
    reserved: float = 0
    """Held by calls in flight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCalls:
    """What earlier lives of a run have paid for a phase."""

    calls: int
    tokens: int
    lost_calls: int
    """Those of `calls` that got no answer, and are therefore not asked for in the record again."""
    lost_tokens: int


@final
class Reservation:
    """What one call may cost at most; as a context manager it settles itself, at all it holds."""

    __slots__ = ("_settle", "_settled", "owner", "recorded", "tokens")

    def __init__(
        self,
        settle: Callable[[Reservation, int], None],
        tokens: int,
        *,
        owner: int,
        recorded: bool,
    ) -> None:
        self.tokens = tokens
        self.owner = owner
        """The thread that holds it."""
        self.recorded = recorded
        """True when a record answers: it is spent, but was paid before."""
        self._settle = settle
        self._settled = False

    def settle(self, actual_tokens: int) -> None:
        """Replace the reservation by the true cost in tokens; only the first time counts."""
        if not self._settled:
            self._settled = True
            self._settle(self, actual_tokens)

    def __enter__(self) -> Reservation:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.settle(self.tokens)


@final
class Budget:
    """Counts what one search spends and refuses what would exceed a cap; safe for many threads."""

    def __init__(
        self,
        *,
        caps: SearchCaps,
        clock: Clock,
        wall_before_s: float = 0.0,
        memory_mb: Callable[[], float] = resident_mb,
    ) -> None:
        """Start counting now.

        Args:
            wall_before_s: seconds that earlier lives of the same run have used.
            memory_mb: tells the memory in MiB that `max_memory_mb` caps.
        """
        self.caps = caps
        self._clock = clock
        self._started = clock.monotonic() - wall_before_s
        self._memory_mb = memory_mb
        self._peak_mb = 0.0
        self._changed = threading.Condition()
        self._metric_calls = 0
        self._model_calls = 0
        self._tokens = 0
        self._paid_calls = 0
        self._paid_tokens = 0
        self._reserved_calls = 0
        self._reserved_tokens = 0
        self._holders: Counter[int] = Counter()
        self._waiting: set[int] = set()
        self._charged: set[str] = set()
        self._misreport: tuple[int, int] | None = None
        self._on_refusal: Callable[[BudgetExceeded], None] | None = None

    def watch(self, on_refusal: Callable[[BudgetExceeded], None]) -> None:
        """Tell somebody of the first refusal; whoever comes first, an engine session does."""
        if self._on_refusal is None:
            self._on_refusal = on_refusal

    @property
    def elapsed_s(self) -> float:
        """Wall time so far in seconds, earlier lives of the run included."""
        return self._clock.monotonic() - self._started

    def reserve_call(self, tokens: int, *, recorded: bool = False) -> Reservation:
        """Reserve one model call of at most `tokens`.

        Waits when only calls in flight stand in the way, because they settle below what they hold.

        Args:
            recorded: a record will answer, so that nothing is paid.

        Raises:
            BudgetExceeded: a cap would be exceeded, whatever the calls in flight turn out to cost.
        """
        owner = threading.get_ident()
        with self._telling(), self._changed:
            while True:
                self._check()
                self._refuse_call(recorded=recorded)
                if self._tokens_fit(tokens, owner, recorded=recorded):
                    break
                self._wait(owner)
            self._reserved_calls += 1
            self._reserved_tokens += tokens
            self._holders[owner] += 1
        return Reservation(self._settle, tokens, owner=owner, recorded=recorded)

    def reserve_metric_call(self, count: int = 1) -> None:
        """Spend `count` metric calls; they cost the same whatever comes of them.

        Raises:
            BudgetExceeded: a cap would be exceeded; nothing was spent.
        """
        with self._telling(), self._changed:
            self._check()
            limit = self.caps.max_metric_calls
            if limit is not None and self._metric_calls + count > limit:
                raise BudgetExceeded(
                    kind="metric_calls", limit=limit, spent=self._metric_calls, requested=count
                )
            self._metric_calls += count

    def charge_earlier(self, source: str, earlier: EarlierCalls) -> None:
        """Count what earlier lives of the run have paid; once per `source`.

        Their lost calls are spent from the start. Their answered calls are spent when the record
        answers them again, but bound from the start what may still be sent.
        """
        with self._changed:
            if source not in self._charged:
                self._charged.add(source)
                self._model_calls += earlier.lost_calls
                self._tokens += earlier.lost_tokens
                self._paid_calls += earlier.calls
                self._paid_tokens += earlier.tokens

    def check(self) -> None:
        """Look at wall time and memory.

        Raises:
            BudgetExceeded: one of them has reached its cap.
        """
        with self._telling(), self._changed:
            self._check()

    def spending(self) -> dict[str, Spending]:
        """Return what was spent, by kind: metric_calls, model_calls, tokens, wall_s, memory_mb."""
        caps = self.caps
        with self._changed:
            self._sample_memory()
            return {
                "metric_calls": Spending(limit=caps.max_metric_calls, spent=self._metric_calls),
                "model_calls": Spending(
                    limit=caps.max_model_calls,
                    spent=self._model_calls,
                    reserved=self._reserved_calls,
                ),
                "tokens": Spending(
                    limit=caps.max_tokens, spent=self._tokens, reserved=self._reserved_tokens
                ),
                "wall_s": Spending(limit=caps.max_wall_s, spent=self.elapsed_s),
                "memory_mb": Spending(limit=caps.max_memory_mb, spent=self._peak_mb),
            }

    @contextmanager
    def _telling(self) -> Generator[None, None, None]:
        try:
            yield
        except BudgetExceeded as refusal:
            tell, self._on_refusal = self._on_refusal, _ignore
            if tell is not None:
                tell(refusal)
            raise

    def _settle(self, reservation: Reservation, actual: int) -> None:
        with self._changed:
            self._reserved_calls -= 1
            self._reserved_tokens -= reservation.tokens
            self._holders[reservation.owner] -= 1
            if not self._holders[reservation.owner]:
                del self._holders[reservation.owner]
            self._model_calls += 1
            self._tokens += actual
            if not reservation.recorded:
                self._paid_calls += 1
                self._paid_tokens += actual
            if actual > reservation.tokens:
                self._misreport = (reservation.tokens, actual)
            self._changed.notify_all()

    def _sample_memory(self) -> float:
        sample = self._memory_mb()
        self._peak_mb = max(self._peak_mb, sample)
        return sample

    def _check(self) -> None:
        limit = self.caps.max_wall_s
        if limit is not None and (elapsed := self.elapsed_s) >= limit:
            raise BudgetExceeded(
                kind="wall_s",
                limit=limit,
                spent=elapsed,
                requested=0,
                message=f"the search has used {elapsed:,.1f} s of its {limit:,.1f} s",
            )
        limit = self.caps.max_memory_mb
        if limit is not None and (sample := self._sample_memory()) > limit:
            raise BudgetExceeded(
                kind="memory_mb",
                limit=limit,
                spent=sample,
                requested=0,
                message=f"this process holds {sample:,.0f} MB, over the cap of {limit:,.0f} MB",
            )

    def _refuse_call(self, *, recorded: bool) -> None:
        """Raise when no waiting could make room for one more call."""
        limit = self.caps.max_model_calls
        spent = self._model_calls if recorded else max(self._model_calls, self._paid_calls)
        calls = spent + self._reserved_calls
        if limit is not None and calls + 1 > limit:
            raise BudgetExceeded(kind="model_calls", limit=limit, spent=calls, requested=1)
        limit = self.caps.max_tokens
        if limit is not None and self._misreport is not None:
            reserved, actual = self._misreport
            raise BudgetExceeded(
                kind="tokens",
                limit=limit,
                spent=self._tokens,
                requested=0,
                message=f"a host reported {actual:,} tokens for a call that could cost "
                f"{reserved:,} at most, so the tokens cap of {limit:,} cannot be kept any longer",
                hint="cap model_calls instead of tokens for this model, or use another host",
            )

    def _wait(self, owner: int) -> None:
        self._waiting.add(owner)
        try:
            self._changed.wait(_WAIT_S)
        finally:
            self._waiting.discard(owner)

    def _tokens_fit(self, tokens: int, owner: int, *, recorded: bool) -> bool:
        """Tell whether the call fits now; False means that calls in flight may still make room."""
        limit = self.caps.max_tokens
        spent = self._tokens if recorded else max(self._tokens, self._paid_tokens)
        if limit is None or spent + self._reserved_tokens + tokens <= limit:
            return True
        others_will_settle = any(
            holder != owner and holder not in self._waiting for holder in self._holders
        )
        if spent + tokens <= limit and others_will_settle:
            return False
        raise BudgetExceeded(
            kind="tokens", limit=limit, spent=spent + self._reserved_tokens, requested=tokens
        )


def _ignore(refusal: BudgetExceeded) -> None:
    """Stand in for whoever was told already."""
    del refusal
