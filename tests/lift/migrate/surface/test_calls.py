"""Whether a call is accepted, and the message when it is not: compared with Python itself."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from lift.migrate.surface.calls import Call, problem
from lift.migrate.surface.parameter import parse
from lift.migrate.surface.surface import Signature

PARAMETERS = [
    "",
    "a",
    "a, b",
    "a, b, c",
    "a, b=1",
    "a=1, b=2",
    "a, /, b",
    "a, *, b",
    "*, b, c, d",
    "a, *, b=1",
    "a, *rest",
    "*rest, b",
    "a, **more",
    "a, *rest, **more",
]
GIVEN: list[tuple[int, tuple[str, ...]]] = [
    (0, ()),
    (1, ()),
    (2, ()),
    (4, ()),
    (0, ("a",)),
    (0, ("b",)),
    (1, ("a",)),
    (1, ("b",)),
    (3, ("b",)),
    (0, ("a", "b")),
    (0, ("z",)),
    (3, ("z",)),
]


class _Namespace:
    """Gives the functions that the parameters describe."""

    def __init__(self, text: str) -> None:
        found: dict[str, Callable[..., None]] = {}
        exec(f"def f({text}): ...\nclass C:\n    def f(self, {text}): ...", found)
        self.function, self.method = found["f"], found["C"]().__getattribute__("f")


def _error(function: Callable[..., None], positional: int, keywords: tuple[str, ...]) -> str:
    try:
        function(*range(positional), **dict.fromkeys(keywords, 0))
    except TypeError as error:
        return f"TypeError: {error}"
    return ""


@pytest.mark.parametrize(("text", "given"), list(product(PARAMETERS, GIVEN)))
def test_it_is_what_python_says(text: str, given: tuple[int, tuple[str, ...]]) -> None:
    positional, keywords = given
    call = Call(positional=positional, keywords=keywords, complete=True)
    real = _Namespace(text)
    plain = Signature(name="f", parameters=parse(text), bound=False)
    bound = Signature(name="C.f", parameters=parse(text), bound=True)
    assert problem(plain, call) == _error(real.function, positional, keywords)
    assert problem(bound, call) == _error(real.method, positional, keywords)


def test_what_may_come_from_elsewhere_is_not_missed() -> None:
    signature = Signature(name="f", parameters=parse("a, *, b"), bound=False)
    assert problem(signature, Call(positional=None, keywords=("b",), complete=True)) == ""
    assert problem(signature, Call(positional=0, keywords=(), complete=False)) == ""
