"""Make the built-in model: corpus, tokenizer, training, GGUF, figures.

    python -m scripts.model all --minutes 60

Needs torch, tokenizers, gguf, numpy and xllamacpp, and `pipelines` on PYTHONPATH. Every step
leaves its result in the work folder, and a step whose result is there is not repeated unless it is
asked for by name. The corpus is the same for the same numbers; the training is the same in
quality, not in bytes, because its length is wall time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path
from typing import Any, Final

from scripts.model.repairs import evaluation_repairs, read_corpus, write_corpus

_VOCABULARY: Final = 1536
_TOKENIZER_SAMPLES: Final = 5000
_PACKAGE: Final = Path("pipelines/lift/models/data/builtin.gguf")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.model", description=__doc__)
    parser.add_argument("step", choices=("corpus", "train", "export", "evaluate", "all"))
    parser.add_argument("--work", type=Path, default=Path("build/model"), help="intermediate files")
    parser.add_argument("--out", type=Path, default=_PACKAGE, help="the GGUF to write")
    parser.add_argument(
        "--functions", type=int, default=34_000, help="functions drawn for training"
    )
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=60.0, help="length of the training")
    parser.add_argument("--tasks", type=int, default=200, help="held-out tasks to evaluate on")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=1.0, help="factor for the learning rates")
    parser.add_argument("--hold", type=float, default=0.35, help="share of the time at full rate")
    parser.add_argument("--reflection", type=float, default=0.22, help="share of reflections")
    parser.add_argument("--start-from", default="", help="a checkpoint to go on from")
    return parser.parse_args()


def main() -> None:
    options = _arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    steps = {"corpus": _corpus, "train": _train, "export": _export, "evaluate": _evaluate}
    for name, step in steps.items():
        if options.step in (name, "all"):
            step(options, again=options.step == name)


def _corpus(options: argparse.Namespace, *, again: bool) -> None:
    path = options.work / "corpus.jsonl"
    if again or not path.exists():
        count = write_corpus(path, functions=options.functions, processes=options.processes)
        print(f"{count} repair tasks in {path}")


def _train(options: argparse.Namespace, *, again: bool) -> None:
    from tokenizers import Tokenizer

    from scripts.model.stream import Stream
    from scripts.model.tokens import rendered, train_tokenizer
    from scripts.model.train import Plan, Trainer

    if not again and (options.work / "final.pt").exists():
        return
    repairs = read_corpus(options.work / "corpus.jsonl")
    path = options.work / "tokenizer.json"
    if options.start_from:
        tokenizer = Tokenizer.from_file(str(path))
    else:
        stream = Stream(repairs, seed=options.seed + 99)
        samples = [stream.draw() for _ in range(_TOKENIZER_SAMPLES)]
        texts = (text for s in samples for text in (rendered(s.messages), s.answer))
        tokenizer = train_tokenizer(texts, path, size=_VOCABULARY)
    Trainer(
        Plan(
            minutes=options.minutes,
            seed=options.seed,
            matrix_rate=0.005 * options.rate,
            other_rate=0.001 * options.rate,
            hold=options.hold,
            reflection=options.reflection,
            start_from=options.start_from,
        ),
        tokenizer,
        repairs,
        options.work,
    ).train()


def _export(options: argparse.Namespace, *, again: bool) -> None:
    import torch

    from scripts.model.export import CARD, export

    del again  # it takes a second
    options.out.parent.mkdir(parents=True, exist_ok=True)
    checkpoint = options.work / "final.pt"
    parameters = export(checkpoint, options.work / "tokenizer.json", options.out)
    saved = torch.load(checkpoint, map_location="cpu")
    _write_card(
        options.out,
        card=CARD,
        sha256=hashlib.sha256(options.out.read_bytes()).hexdigest(),
        bytes=options.out.stat().st_size,
        parameters=parameters,
        shape=saved["shape"],
        n_ctx=4096,
        training={
            "minutes": saved["plan"]["minutes"],
            "tokens": saved["tokens"],
            "steps": saved["steps"],
            "threads": saved["plan"]["threads"],
        },
    )


def _evaluate(options: argparse.Namespace, *, again: bool) -> None:
    from scripts.model.evaluate import report

    del again  # a stored figure of another file would mislead
    figures = report(options.out, evaluation_repairs(options.tasks))
    print(json.dumps(figures, indent=1))
    _write_card(options.out, evaluation={"tasks": options.tasks, **figures})


def _write_card(model: Path, **values: Any) -> None:
    """Add to the JSON beside the model."""
    path = model.with_suffix(".json")
    card = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"schema_version": 1}
    if "sha256" in values:
        card.pop("evaluation", None)
    card.update(values)
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    random.seed(0)
    main()
