"""The coder: repair a Python function given its source and the output of a failing test."""

from __future__ import annotations

from pathlib import Path

from lift.roles.coder_check import read_truth
from lift.roles.coder_metric import CoderMetric
from lift.roles.dataset import load_dataset
from lift.roles.file_role import FileRole
from lift.roles.role import Beside, Program, Split

__all__ = ["CODER_BESIDE", "CODER_DATA", "check_coder_data", "coder_role"]

CODER_DATA = Path(__file__).parent / "data" / "coder" / "tasks.jsonl"
CODER_BESIDE = CODER_DATA.with_name("handwritten.jsonl")


def coder_role(*, data: Path | None = None) -> FileRole:
    """The shipped coder, on its own tasks or on a dataset of `lift seed-bugs`.

    Its own tasks are of functions rendered from shapes; bugs in functions written by hand are
    reported beside them. With other data nothing is.
    """
    path = data or CODER_DATA
    return FileRole(
        name="coder",
        shipped=True,
        data=path,
        metric=CoderMetric(folder=path.resolve().parent),
        build=_build,
        beside=_handwritten if data is None else None,
    )


def check_coder_data(path: Path) -> int:
    """Read every task of a dataset as the metric will; return how many there are.

    Raises:
        DataError: the file or one of its tasks is malformed.
    """
    dataset = load_dataset(path)
    for example in dataset.examples:
        read_truth(example)
    return len(dataset.examples)


def _handwritten() -> Beside:
    dataset = load_dataset(CODER_BESIDE)
    return Beside(
        name="functions written by hand",
        examples=dataset.split(Split.TEST),
        digest=dataset.digest,
    )


def _build() -> Program:
    from lift.adapters.dspy_program import DspyProgram
    from lift.roles.programs.coder import build

    return DspyProgram(build())
