"""A role put together from a dataset file, a metric and a program that is built late."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import final

from lift.roles.dataset import Dataset, load_dataset
from lift.roles.role import Beside, Example, Metric, Program, Split

__all__ = ["FileRole"]


@final
class FileRole:
    """Implements `lift.roles.role.Role`; the dataset is read once, when it is first needed.

    Args:
        shipped: One of lift's own demonstrations, on whatever data.
        build: Makes the program; imports dspy.
        beside: Reads what is measured beside the sealed split.
    """

    def __init__(
        self,
        *,
        name: str,
        shipped: bool,
        data: Path,
        metric: Metric,
        build: Callable[[], Program],
        beside: Callable[[], Beside] | None = None,
    ) -> None:
        self._name = name
        self._shipped = shipped
        self._path = data
        self._metric = metric
        self._build = build
        self._beside = beside
        self._dataset: Dataset | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def shipped(self) -> bool:
        return self._shipped

    @property
    def data_path(self) -> Path:
        """Where the examples come from."""
        return self._path

    @property
    def data_hash(self) -> str:
        return self._loaded().digest

    @property
    def metric(self) -> Metric:
        return self._metric

    def program(self) -> Program:
        """Build the program as it is before any optimization."""
        return self._build()

    def examples(self, split: Split) -> tuple[Example, ...]:
        """The examples of a split, in file order.

        Raises:
            DataError: the dataset is missing or malformed.
        """
        return self._loaded().split(split)

    def beside(self) -> Beside | None:
        """What is measured beside the sealed split, None when there is nothing.

        Raises:
            DataError: the dataset is missing or malformed.
        """
        return None if self._beside is None else self._beside()

    def _loaded(self) -> Dataset:
        if self._dataset is None:
            self._dataset = load_dataset(self._path)
        return self._dataset
