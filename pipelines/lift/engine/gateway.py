"""The one path of every model call: key, ledger, budget, host, journal, answer.

A command builds one `Engine` per model, opens a `Session` per run and phase, and gives programs a
`Sender` per rollout. What is decided about the path, and why, is in docs/decisions/001.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import final

from lift.engine.budget import Budget, Reservation, SearchCaps
from lift.engine.calls import (
    CallStatus,
    CallToSend,
    RecordedCall,
    model_name,
    without_credentials,
)
from lift.engine.flights import Flights
from lift.engine.hosts import HostPool, RetryPolicy
from lift.engine.ledger import Ledger
from lift.engine.options import plain_json, refuse_secrets, without_secrets
from lift.engine.ports import Clock, ModelHost
from lift.engine.replay import Recording, ReplayHost, replay_miss
from lift.engine.request import (
    CallCost,
    Message,
    ModelAnswer,
    ModelInfo,
    ModelRequest,
    Phase,
)
from lift.errors import LiftError, PromptTooLong, TransportError, UsageError

__all__ = ["Engine", "Sender", "Session"]

OnCall = Callable[[CallCost], None]


@final
class Engine:
    """Everything that calls one model, whichever hosts serve it."""

    def __init__(
        self,
        *,
        hosts: Sequence[ModelHost],
        ledger: Ledger,
        clock: Clock,
        replay: Recording | None = None,
        default_max_tokens: int = 1024,
        retry: RetryPolicy | None = None,
    ) -> None:
        """Prepare; nothing is asked of a host yet.

        Args:
            hosts: where the model is served, first choice first; all must serve the same weights.
            replay: answer from here and never ask a host; a `ReplayHost` brings its own.
            default_max_tokens: output limit where the program sets none, at most half the context.
        """
        self.pool = HostPool(hosts, retry=retry or RetryPolicy())
        self.ledger = ledger
        self.clock = clock
        first = self.pool.first
        if replay is None and isinstance(first, ReplayHost):
            replay = first.recording
        self.replay = replay
        self.flights = Flights()
        self._default_max_tokens = default_max_tokens

    @property
    def info(self) -> ModelInfo:
        """The model; asks the hosts the first time.

        Raises:
            TransportError: a host cannot be reached.
            ModelNotFound: a host does not have the model.
            ConfigError: the hosts do not serve the same weights.
        """
        return self.pool.info()

    @property
    def default_max_tokens(self) -> int:
        """Output limit in tokens where the program sets none."""
        return max(1, min(self._default_max_tokens, self.info.context_tokens // 2))

    def session(self, *, run_id: str, phase: Phase, budget: Budget | None = None) -> Session:
        """Begin or continue a phase of a run.

        What earlier lives of the run have paid is charged to the budget, once.

        Raises:
            UsageError: a budget for another phase than the search.
            TransportError, ModelNotFound, ConfigError: as `info`.
        """
        if budget is not None and phase is not Phase.SEARCH:
            raise UsageError(f"a budget caps the search; the phase {phase.value} has none")
        info = self.info
        if self.replay is None:
            self.ledger.remember_model(info, self.pool.first.name, now=self.clock.now())
        earlier = self.ledger.settle_earlier(run_id, phase)
        if budget is None:
            budget = Budget(caps=SearchCaps(), clock=self.clock)
        budget.charge_earlier(run_id, earlier)
        if phase is Phase.SEARCH:
            budget.watch(lambda refusal: self.ledger.stopped(run_id, refusal, now=self.clock.now()))
        return Session(self, run_id=run_id, phase=phase, budget=budget)

    def close(self) -> None:
        """Close the hosts."""
        self.pool.close()


@final
class Session:
    """An engine bound to one phase of one run and its budget; safe for many threads."""

    def __init__(self, engine: Engine, *, run_id: str, phase: Phase, budget: Budget) -> None:
        self.engine = engine
        self.run_id = run_id
        self.phase = phase
        self.budget = budget
        self._replayed_run = ""

    def sender(
        self, *, rollout: str, on_call: OnCall | None = None, label: str | None = None
    ) -> Sender:
        """Return what an LM object calls.

        Args:
            rollout: part of every key; calls of different rollouts never share an answer.
            on_call: told of every answered call, in the thread that made it.
            label: for people reading `lift calls`, the rollout when None; not part of the key.
        """
        return Sender(
            self, rollout=rollout, on_call=on_call, label=rollout if label is None else label
        )

    def answer(self, request: ModelRequest, *, label: str) -> tuple[str, ModelAnswer]:
        """Take one request along the path; return its key and its answer.

        Raises:
            BudgetExceeded: refused before anything was sent; in a replay also where a cap, as of
                wall time, had ended the recorded search.
            ReplayMiss: the recording does not hold it.
            ModelError: the hosts could not answer.
            StoreError: the ledger could not be written.
        """
        refuse_secrets(request.options)
        call = _Call(self, request, label)
        with self.engine.flights.claim((self.run_id, self.phase.value, call.key)):
            recorded = self._recorded(call)
            if recorded is not None:
                return call.key, call.replay(recorded)
            return call.key, self.engine.pool.retry.run(call.attempt)

    def _recorded(self, call: _Call) -> RecordedCall | None:
        engine = self.engine
        found = engine.ledger.find(self.run_id, self.phase, call.key)
        if found is not None or engine.replay is None:
            return found
        found = engine.replay.find(self.phase, call.key)
        if found is None:
            raise self._end_of_recording(engine.replay, call)
        self._replayed_run = found.run_id
        return found

    def _end_of_recording(self, recording: Recording, call: _Call) -> LiftError:
        """Say why there is no answer: a cap had ended the recorded search, or it is a miss.

        Whoever takes the cap for the end has to look at its `missed` once all threads are done.
        """
        miss = replay_miss(recording, call.request, phase=self.phase, label=call.label)
        if self.phase is Phase.SEARCH and self._replayed_run:
            stop = recording.stop(self._replayed_run)
            # Metric calls are spent before a call is made, so that cap is reached here, too.
            if stop is not None and stop.kind != "metric_calls":
                stop.missed = miss
                return stop
        return miss


@final
class _Call:
    """One logical call on its way."""

    __slots__ = ("canonical", "failed_hosts", "key", "label", "request", "session")

    def __init__(self, session: Session, request: ModelRequest, label: str) -> None:
        self.session = session
        self.request = request
        self.label = label
        self.canonical, self.key = request.canonical_and_key()
        self.failed_hosts: list[str] = []

    def replay(self, recorded: RecordedCall) -> ModelAnswer:
        """Answer from a record, reserving and spending what the call did when it was sent."""
        session = self.session
        with session.budget.reserve_call(recorded.reserved_tokens, recorded=True) as reservation:
            session.engine.ledger.replayed(
                recorded,
                run_id=session.run_id,
                phase=session.phase,
                label=self.label,
                now=session.engine.clock.now(),
            )
            if recorded.answer is None:
                raise PromptTooLong(recorded.error or "the prompt is too long")
            reservation.settle(recorded.answer.tokens)
        return recorded.answer

    def attempt(self) -> ModelAnswer:
        """Send once: reserve, take a slot, note, send, note."""
        session = self.session
        pool = session.engine.pool
        bound = min(session.engine.info.context_tokens, pool.first.count_bound(self.request))
        with (
            session.budget.reserve_call(bound + self.request.max_tokens) as reservation,
            pool.slot(avoid=self.failed_hosts) as host,
        ):
            return self._send(host, reservation)

    def _send(self, host: ModelHost, reservation: Reservation) -> ModelAnswer:
        ledger, budget = self.session.engine.ledger, self.session.budget
        call_id = self._note(host, reservation.tokens)
        try:
            answer = _storable(host.complete(self.request))
        except BaseException as error:
            if isinstance(error, TransportError):
                self.failed_hosts.append(host.name)
            refused = isinstance(error, PromptTooLong)
            status = CallStatus.REFUSED if refused else CallStatus.FAILED
            ledger.failed(call_id, status, _describe(error), wall_s=budget.elapsed_s)
            raise
        ledger.answered(call_id, answer, wall_s=budget.elapsed_s)
        reservation.settle(answer.tokens)
        return answer

    def _note(self, host: ModelHost, reserved_tokens: int) -> int:
        session = self.session
        call = CallToSend(
            run_id=session.run_id,
            phase=session.phase,
            key=self.key,
            model=self.request.model,
            host=host.name,
            label=self.label,
            request=_clean(self.canonical),
            reserved_tokens=reserved_tokens,
        )
        engine = session.engine
        return engine.ledger.sent(call, now=engine.clock.now(), wall_s=session.budget.elapsed_s)


@final
class Sender:
    """A session bound to one rollout; implements `RequestSender`."""

    __slots__ = ("_label", "_on_call", "_rollout", "_session")

    def __init__(
        self, session: Session, *, rollout: str, on_call: OnCall | None, label: str
    ) -> None:
        self._session = session
        self._rollout = rollout
        self._on_call = on_call
        self._label = label

    @property
    def info(self) -> ModelInfo:
        return self._session.engine.info

    @property
    def default_max_tokens(self) -> int:
        return self._session.engine.default_max_tokens

    def request(
        self,
        *,
        messages: tuple[tuple[str, str], ...],
        max_tokens: int | None,
        temperature: float | None,
        options: Mapping[str, object],
        response_schema: Mapping[str, object] | None,
    ) -> ModelRequest:
        """Build the canonical request; secrets among the options are left out.

        Raises:
            UsageError: an option or the schema is not JSON.
        """
        engine = self._session.engine
        info = engine.info
        return ModelRequest(
            model=model_name(info.address),
            digest=info.digest,
            host=without_credentials(engine.pool.first.name),
            messages=tuple(Message(role=role, content=content) for role, content in messages),
            max_tokens=self.default_max_tokens if max_tokens is None else max_tokens,
            temperature=0.0 if temperature is None else float(temperature),
            options=plain_json(without_secrets(options)),
            response_schema=None if response_schema is None else plain_json(response_schema),
            rollout=self._rollout,
        )

    def send(self, request: ModelRequest) -> ModelAnswer:
        """Answer from the ledger, a recording or a host, within the budget; blocks.

        Raises:
            BudgetExceeded, ReplayMiss, ModelError, StoreError: as `Session.answer`.
        """
        key, answer = self._session.answer(request, label=self._label)
        if self._on_call is not None:
            self._on_call(
                CallCost(
                    key=key,
                    prompt_tokens=answer.prompt_tokens,
                    completion_tokens=answer.completion_tokens,
                    latency_ms=answer.latency_ms,
                    replayed=answer.replayed,
                )
            )
        return answer


def _storable(answer: ModelAnswer) -> ModelAnswer:
    """Return the answer as the ledger can keep it, so that a replay gives the very same text."""
    text = _clean(answer.text)
    return answer if text == answer.text else dataclasses.replace(answer, text=text)


def _clean(text: str) -> str:
    """Replace halves of surrogate pairs, which UTF-8 cannot carry."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
