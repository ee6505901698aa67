from __future__ import annotations

import pytest

from lift.sandbox import violations


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os", ("os",)),
        ("import os.path as p, sys", ("os.path", "sys")),
        ("from os import path", ("os.path",)),
        ("from os import *", ("os",)),
        ("from os import path, sep", ("os",)),
        ("from . import x", ("..x",)),
        ("from .a import x", (".a.x",)),
        ("def f():\n    import subprocess", ("subprocess",)),
        ("def f():\n    if 0:\n        import b\n    import a\n    import b", ("b", "a")),
        ("__import__('os')", ("__import__",)),
        ("import importlib\nimportlib.import_module('os')", ("importlib", "import_module")),
        ("exec('import os')", ("exec",)),
        ("f = eval", ("eval",)),
        ("compile('1', '', 'eval')", ("compile",)),
        ("getattr(__builtins__, '__imp' + 'ort__')", ("__builtins__",)),
        ("getattr(f, '__globals__')", ("__globals__",)),
        ("().__class__.__base__.__subclasses__()", ("__base__", "__subclasses__")),
        ("f.__globals__['os']", ("__globals__",)),
        ("math.sys.modules['os']", ("modules",)),
        ("(x for x in y).gi_frame.f_back", ("gi_frame", "f_back")),
        ("vars(x)", ("vars",)),
    ],
)
def test_an_import_is_found(source: str, found: tuple[str, ...]) -> None:
    assert set(violations(source, [])) == set(found)


def test_names_come_in_the_order_of_the_lines() -> None:
    assert violations("def f():\n    import b\nimport a\nimport b", []) == ("b", "a")


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): return [y.upper() for y in x]",
        "from __future__ import annotations",
        "class A:\n    def __init__(self): self.base = 1",
        "x = 'please do not import os'",
        "import math",
        "from math import floor, ceil",
        "import collections.abc",
        "from collections import abc",
        "from collections.abc import Mapping",
        "globals()",
    ],
)
def test_what_is_allowed_is_not_found(source: str) -> None:
    assert violations(source, ["math", "collections", "globals"]) == ()


def test_an_allowed_part_does_not_allow_the_whole() -> None:
    assert violations("import os", ["os.path"]) == ("os",)
    assert violations("from os import path", ["os.path"]) == ()


@pytest.mark.parametrize(
    "source", ["def f(:", "x = '\0'", "(" * 5000, "-" * 150_000 + "1", "x" * 300_000]
)
def test_what_does_not_parse_is_a_syntax_error(source: str) -> None:
    with pytest.raises(SyntaxError):
        violations(source, [])
