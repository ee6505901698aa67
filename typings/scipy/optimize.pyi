"""The part of scipy.optimize that lift uses."""

from collections.abc import Iterable, Sequence

def nnls(A: Sequence[Sequence[float]], b: Sequence[float]) -> tuple[Iterable[float], float]: ...
