"""Training on two ordinary cores: an hour makes the built-in model."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from scripts.model.network import Network, Shape, plant_copy_heads
from scripts.model.repairs import Repair
from scripts.model.samples import Sample
from scripts.model.stream import Stream
from scripts.model.tokens import END, rendered

_COPY_STEPS: Final = 100  # random copying only, to settle the planted heads
_PROMPT_SHARE: Final = 0.12  # prompt positions that are learned too, at a small weight
_PROMPT_WEIGHT: Final = 0.15
_MARK_WEIGHT: Final = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How long, how fast, how large the steps are."""

    minutes: float
    seed: int = 0
    threads: int = 2
    batch_tokens: int = 4096
    matrix_rate: float = 0.005
    other_rate: float = 0.001
    hold: float = 0.35  # this share of the time runs at the full rate, then it falls to zero
    layers: int = 5
    compile: bool = True
    reflection: float = 0.22  # share of the samples that are reflections
    start_from: str = ""  # a checkpoint to go on from, with fresh learning rates


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sample as tokens."""

    ids: list[int]
    weights: list[float]  # how much predicting the next token counts, per position


class Batches:
    """Batches of samples of similar length."""

    def __init__(self, stream: Stream, tokenizer: Tokenizer, plan: Plan) -> None:
        self._stream, self._tokenizer, self._plan = stream, tokenizer, plan
        self._end = tokenizer.token_to_id(END)
        self._random = random.Random(plan.seed + 1)
        self._pool: list[Encoded] = []

    def encode(self, sample: Sample) -> Encoded:
        prompt = self._tokenizer.encode(rendered(sample.messages)).ids
        answer = self._tokenizer.encode(sample.answer)
        spans = []
        for mark in sample.marks:
            at = sample.answer.find(mark)
            if at >= 0:
                spans.append((at, at + len(mark)))
        told = [
            _MARK_WEIGHT if any(a <= start and end <= b + 1 for a, b in spans) else 1.0
            for start, end in answer.offsets
        ]
        heard = [
            _PROMPT_WEIGHT if self._random.random() < _PROMPT_SHARE else 0.0 for _ in prompt[1:]
        ]
        return Encoded([*prompt, *answer.ids, self._end], [*heard, *told, 1.0, 0.0])

    def next(self) -> tuple[Tensor, Tensor]:
        if len(self._pool) < 250:
            self._pool += [self.encode(self._stream.draw()) for _ in range(600)]
            self._pool.sort(key=lambda e: len(e.ids))
        at = self._random.randrange(len(self._pool))
        chosen: list[Encoded] = []
        longest = 0
        while at < len(self._pool):
            longest = max(longest, len(self._pool[at].ids))
            if chosen and longest * (len(chosen) + 1) > self._plan.batch_tokens:
                break
            chosen.append(self._pool.pop(at))
        longest = -(-max(len(e.ids) for e in chosen) // 8) * 8
        ids = torch.zeros(len(chosen), longest, dtype=torch.long)
        weights = torch.zeros(len(chosen), longest)
        for row, encoded in enumerate(chosen):
            ids[row, : len(encoded.ids)] = torch.tensor(encoded.ids)
            weights[row, : len(encoded.ids)] = torch.tensor(encoded.weights)
        return ids, weights

    def copying(self, vocabulary: int) -> tuple[Tensor, Tensor]:
        """Random tokens, and the same again; rows with few different tokens need two of context."""
        length = self._random.randint(24, 100)
        rows = max(1, self._plan.batch_tokens // (2 * length + 2))
        some = torch.randint(5, vocabulary, (rows, length))
        if self._random.random() < 0.7:
            few = torch.randint(5, vocabulary, (rows, self._random.randint(6, 24)))
            some = few.gather(1, torch.randint(0, few.shape[1], (rows, length)))
        mark = torch.full((rows, 1), 4)
        ids = torch.cat([mark, some, mark, some], 1)
        weights = torch.zeros(ids.shape)
        weights[:, length + 1 : -1] = 1.0
        return ids, weights


class Trainer:
    """The loop, its log, and its checkpoints."""

    def __init__(
        self, plan: Plan, tokenizer: Tokenizer, repairs: Sequence[Repair], folder: Path
    ) -> None:
        torch.set_num_threads(plan.threads)
        torch.manual_seed(plan.seed)
        self.plan, self.folder = plan, folder
        self.network = Network(Shape(vocabulary=tokenizer.get_vocab_size(), layers=plan.layers))
        if plan.start_from:
            self.network.load_state_dict(torch.load(plan.start_from)["weights"])
        else:
            plant_copy_heads(self.network, seed=plan.seed)
        self._run = torch.compile(self.network, dynamic=True) if plan.compile else self.network
        self._batches = Batches(
            Stream(repairs, plan.seed, reflection=plan.reflection), tokenizer, plan
        )
        self._random = random.Random(plan.seed + 2)
        named = dict(self.network.named_parameters())
        matrices = [p for n, p in named.items() if p.dim() == 2 and n != "embedding.weight"]
        rest = [p for n, p in named.items() if p.dim() < 2 or n == "embedding.weight"]
        self._optimizers = (
            torch.optim.Muon(matrices, lr=plan.matrix_rate, momentum=0.95, weight_decay=0.0),
            torch.optim.AdamW(
                rest, lr=plan.other_rate, betas=(0.9, 0.95), weight_decay=0.0, fused=True
            ),
        )
        self.tokens, self.steps = 0, 0

    def train(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        start = time.monotonic()
        saved, sums = start, dict.fromkeys(("loss", "right", "copied"), (0.0, 0))
        while (spent := (time.monotonic() - start) / 60 / self.plan.minutes) < 1:
            settling = self.steps < _COPY_STEPS and not self.plan.start_from
            copying = settling or (spent < 0.5 and self._random.random() < 0.04)
            loss, right = self._step(copying=copying, spent=spent)
            for key, value in (
                (("copied", right),) if copying else (("loss", loss), ("right", right))
            ):
                total, count = sums[key]
                sums[key] = (total + value, count + 1)
            if self.steps % 100 == 0:
                elapsed = time.monotonic() - start
                self._log(elapsed, sums)
                sums = dict.fromkeys(sums, (0.0, 0))
            if time.monotonic() - saved > 300:
                saved = time.monotonic()
                self.save(f"minute{int((saved - start) / 60):02d}")
        self.save("final")

    def _step(self, *, copying: bool, spent: float) -> tuple[float, float]:
        vocabulary = self.network.shape.vocabulary
        ids, weights = self._batches.copying(vocabulary) if copying else self._batches.next()
        warm = min(1.0, (self.steps + 1) / 40)
        fall = min(1.0, max(0.01, (1 - spent) / (1 - self.plan.hold)))
        for optimizer, rate in zip(
            self._optimizers, (self.plan.matrix_rate, self.plan.other_rate), strict=True
        ):
            for group in optimizer.param_groups:
                group["lr"] = rate * warm * fall
        where = weights.flatten().nonzero().squeeze(1)
        targets = torch.roll(ids, -1, 1).flatten()[where]
        weight = weights.flatten()[where]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self._run(ids).flatten(0, 1)[where]
            logits = self.network.logits(hidden)
        losses = functional.cross_entropy(logits.float(), targets, reduction="none")
        ((losses * weight).sum() / weight.sum()).backward()
        for optimizer in self._optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.steps += 1
        self.tokens += ids.numel()
        told = weight >= 1
        right = (logits.argmax(-1) == targets)[told].float().mean().item()
        return losses.detach()[told].mean().item(), right

    def _log(self, elapsed: float, sums: dict[str, tuple[float, int]]) -> None:
        row: dict[str, Any] = {k: round(total / max(1, n), 4) for k, (total, n) in sums.items()}
        row.update(
            step=self.steps,
            minutes=round(elapsed / 60, 2),
            tokens=self.tokens,
            per_second=round(self.tokens / elapsed),
        )
        print(json.dumps(row), flush=True)

    def save(self, name: str) -> Path:
        path = self.folder / f"{name}.pt"
        torch.save(
            {
                "weights": self.network.state_dict(),
                "shape": asdict(self.network.shape),
                "plan": asdict(self.plan),
                "tokens": self.tokens,
                "steps": self.steps,
            },
            path,
        )
        return path
