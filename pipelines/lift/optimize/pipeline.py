"""`lift optimize`: baseline, search, proof, decision, stored version, report.

One function, called by the command line with everything it needs. The whole pipeline is a function
of the recorded answers: a killed run started again takes the same turns, every call that was
answered comes
from the ledger, and the end is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lift.engine.budget import Budget, Spending
from lift.engine.request import JsonValue, Phase
from lift.measure.baseline import Baseline
from lift.measure.interleave import PairMeasurement
from lift.optimize.baselines import baseline_for
from lift.optimize.decision import Decision, Outcome, decide, no_candidate
from lift.optimize.judge import SearchTask
from lift.optimize.optimizers import find_optimizer
from lift.optimize.plan import BUILTIN, OptimizeConfig, OptimizePorts, Plan, make_plan
from lift.optimize.proof import prove, score_beside
from lift.optimize.search import SearchResult, run_search
from lift.report.beside import BesidePair
from lift.report.build import ReportInputs, RunFacts, build_report
from lift.report.files import write_report
from lift.report.model import EvalReport
from lift.roles.role import Program, Role, Split
from lift.rollout.store import store_winner
from lift.store.records import LookStore
from lift.store.runs import Run, RunStatus

__all__ = ["OptimizeResult", "optimize_role"]

_BEAT_S = 1.0
"""How often the run's wall time is noted, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizeResult:
    """How an optimization ended."""

    decision: Decision
    report: EvalReport
    report_path: Path
    run_id: str
    version: str | None
    """Id of the stored winner, None when there is none."""

    @property
    def improved(self) -> bool:
        return self.decision.outcome is Outcome.IMPROVED


def optimize_role(*, role: Role, config: OptimizeConfig, ports: OptimizePorts) -> OptimizeResult:
    """Optimize a role's program within its budgets and prove the gain on the sealed split.

    The same configuration continues an unfinished run by itself. Whatever ends the search, a report
    is written; only errors leave none, and the run can then be continued.

    Raises:
        UsageError: an unknown optimizer, or `config.resume` names no run that can be continued.
        DataError: a split is missing or empty.
        LiftError: from the engine: a dead host, a missing recording, a damaged database.
    """
    find_optimizer(config.optimizer)
    plan = make_plan(role, config, ports)
    run = ports.runs.start_or_resume(
        kind="optimize",
        role=role.name,
        fingerprint=plan.digest,
        config=plan.options,
        now=ports.clock.now(),
        fresh=config.fresh,
        resume=config.resume,
    )
    status, noted = RunStatus.FAILED, None
    try:
        result = _Optimization(
            role=role, config=config, ports=ports, plan=plan, run=run
        ).carry_out()
        status, noted = RunStatus.FINISHED, _noted(result)
    except KeyboardInterrupt:
        status = RunStatus.INTERRUPTED
        raise
    finally:
        ports.runs.finish(run.id, status, noted, now=ports.clock.now())
    return result


def _noted(result: OptimizeResult) -> dict[str, JsonValue]:
    return {
        "decision": result.decision.outcome.value,
        "version": result.version,
        "report": str(result.report_path),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proof:
    """What the sealed split said, and what stands beside it."""

    pair: PairMeasurement
    look: int
    """Which look at this sealed split it was."""
    beside: BesidePair | None
    """No part of the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Optimization:
    """One run under way; each method is a step."""

    role: Role
    config: OptimizeConfig
    ports: OptimizePorts
    plan: Plan
    run: Run

    def carry_out(self) -> OptimizeResult:
        """Take all steps in order."""
        started = self.ports.clock.monotonic()
        if self.run.resumed:
            self.ports.observer.note(f"continuing the unfinished run {self.run.id}")
        baseline = baseline_for(
            role=self.role,
            plan=self.plan,
            ports=self.ports,
            run_id=self.run.id,
            threads=self.config.threads,
        )
        budget = Budget(
            caps=self.config.policy.caps,
            clock=self.ports.clock,
            wall_before_s=self.run.wall_before_s,
        )
        search = self._search(baseline, budget)
        spending = budget.spending()
        self.ports.runs.heartbeat(self.run.id, budget.elapsed_s, now=self.ports.clock.now())
        proof = self._prove(search)
        decision = self._decide(search, proof)
        version = self._store(search, proof, decision)
        report = self._report(search, proof, decision, version, spending, started)
        write_report(self.ports.project.report_path, report, secrets=self.config.secrets)
        return OptimizeResult(
            decision=decision,
            report=report,
            report_path=self.ports.project.report_path,
            run_id=self.run.id,
            version=version,
        )

    def _report(
        self,
        search: SearchResult,
        proof: _Proof | None,
        decision: Decision,
        version: str | None,
        spending: Mapping[str, Spending],
        started: float,
    ) -> EvalReport:
        models = (self.ports.engine.info.address, self.ports.reflection.info.address)
        return build_report(
            ReportInputs(
                decision=decision.outcome.value,
                sentence=decision.sentence,
                fingerprint=self.plan.fingerprint,
                demonstration=BUILTIN in models,
                optimizer=self.config.optimizer,
                reflection_model=models[1],
                options=self.plan.options,
                splits={split.value: examples for split, examples in self.plan.splits.items()},
                spending=spending,
                ended_by=search.end.cap,
                phases=self.ports.engine.ledger.totals(run=self.run.id),
                limits=self.config.policy.limits,
                candidates=search.candidates,
                winner=search.best,
                version=version,
                proof=None if proof is None else proof.pair,
                beside=None if proof is None else proof.beside,
                run=self._facts(started, proof),
            )
        )

    def _search(self, baseline: Baseline, budget: Budget) -> SearchResult:
        from lift.adapters.gepa_reflection import NativeProposer

        session = self.ports.engine.session(run_id=self.run.id, phase=Phase.SEARCH, budget=budget)
        same = self.ports.reflection is self.ports.engine
        reflecting = (
            session
            if same
            else self.ports.reflection.session(
                run_id=self.run.id, phase=Phase.SEARCH, budget=budget
            )
        )
        return run_search(
            task=SearchTask(
                program=self.plan.program,
                metric=self.role.metric,
                train=self.plan.splits[Split.TRAIN],
                val=self.plan.splits[Split.VAL],
                reference=baseline.rollouts,
                cost_model=baseline.cost_model(),
                limits=self.config.policy.limits,
                threads=self.config.threads,
            ),
            session=session,
            proposer=NativeProposer(reflecting, value_chars=self.plan.value_chars),
            budget=budget,
            optimizer=find_optimizer(self.config.optimizer),
            seed=self.config.seed,
            observer=self.ports.observer,
            beat=_Heart(self.ports, self.run.id, budget).beat,
        )

    def _prove(self, search: SearchResult) -> _Proof | None:
        """Read the sealed split, but only when there is something to prove."""
        if search.best is None:
            return None
        look = LookStore(self.ports.database).look(
            dataset_hash=self.role.data_hash, run_id=self.run.id, now=self.ports.clock.now()
        )
        self.ports.observer.note(
            f"proving candidate {search.best.index}: look {look} at the sealed split"
        )
        winner = self.plan.program.with_instructions(search.best.instructions)
        pair = prove(
            baseline=self.plan.program,
            winner=winner,
            examples=self.plan.splits[Split.TEST],
            metric=self.role.metric,
            session=self.ports.engine.session(run_id=self.run.id, phase=Phase.PROOF),
            seed=self.config.seed,
            clock=self.ports.clock,
            observer=self.ports.observer,
        )
        return _Proof(pair=pair, look=look, beside=self._beside(winner))

    def _beside(self, winner: Program) -> BesidePair | None:
        """Score what the role has beside its sealed split."""
        beside = self.plan.beside
        if beside is None:
            return None
        self.ports.observer.note(
            f"measuring beside it, without a verdict: {beside.name}, "
            f"{len(beside.examples)} examples"
        )
        pair = score_beside(
            baseline=self.plan.program,
            winner=winner,
            examples=beside.examples,
            metric=self.role.metric,
            session=self.ports.engine.session(run_id=self.run.id, phase=Phase.PROOF),
            threads=self.config.threads,
            seed=self.config.seed,
            clock=self.ports.clock,
            observer=self.ports.observer,
        )
        return BesidePair(name=beside.name, pair=pair)

    def _store(self, search: SearchResult, proof: _Proof | None, decision: Decision) -> str | None:
        if search.best is None or proof is None:
            return None
        return store_winner(
            ports=self.ports,
            plan=self.plan,
            run=self.run,
            winner=search.best,
            proof=proof.pair,
            decision=decision,
        )

    def _decide(self, search: SearchResult, proof: _Proof | None) -> Decision:
        if proof is None:
            return no_candidate(
                stopped=search.cut_short, because=search.end.reason, considered=search.proposals
            )
        return decide(
            paired=proof.pair.paired,
            violations=sum(len(one.violations) for one in proof.pair.winner),
            limits=self.config.policy.limits,
        )

    def _facts(self, started: float, proof: _Proof | None) -> RunFacts:
        clock = self.ports.clock
        return RunFacts(
            run_id=self.run.id,
            created=clock.now(),
            wall_s=clock.monotonic() - started + self.run.wall_before_s,
            sealed_look=None if proof is None else proof.look,
            resumed=self.run.resumed,
            replayed=self.ports.engine.replay is not None,
        )


class _Heart:
    """Notes the search's wall time now and then, so that a killed run knows what it had used."""

    def __init__(self, ports: OptimizePorts, run_id: str, budget: Budget) -> None:
        self._ports = ports
        self._run_id = run_id
        self._budget = budget
        self._last = 0.0

    def beat(self) -> None:
        """Note it when the last note is a second old."""
        elapsed = self._budget.elapsed_s
        if elapsed - self._last >= _BEAT_S:
            self._last = elapsed
            self._ports.runs.heartbeat(self._run_id, elapsed, now=self._ports.clock.now())
