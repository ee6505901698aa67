"""Cutting functions out of modules and putting them back."""

from __future__ import annotations

import ast
import textwrap

import pytest

from lift.seeding.splice import find_function, indent, list_functions, replace_function

MODULE = '''\
"""Größen, a module."""
import functools


@functools.cache
@functools.wraps(len)
def cached(n):  # a comment
    return n + 1  # ü


class Box:
    def put(self, text):
        """Say it.

        Twice.
        """
        value = """first
second
    third"""
        return f"""{value}
{text}"""

    class Inner:
        def deep(self):
            return 1

    @property
    def size(self):
        return 1

    @size.setter
    def size(self, value):
        self.value = value


if True:
    def inside(a,
    b):
        return a

def outer():
    def inner():
        return 2
    return inner

try:
    async def later(): return 3
except ValueError:
    def rescued():
        return 4

def one(): return 1; two = 2
x = 1; y = lambda: 0
'''


def test_functions_are_named_and_placed() -> None:
    found = {f.qualname: f for f in list_functions(MODULE)}
    assert list(found) == [
        "cached",
        "Box.put",
        "Box.Inner.deep",
        "inside",
        "outer",
        "outer.<locals>.inner",
        "later",
        "rescued",
        "one",
    ]
    assert (found["cached"].first_line, found["cached"].last_line) == (5, 8)
    assert found["cached"].chain == ((5, "cached"),)
    assert found["outer.<locals>.inner"].chain == ((41, "outer"), (42, "inner"))
    assert [f.qualname for f in found.values() if f.is_async] == ["later"]
    assert found["Box.put"].top_line == 11


@pytest.mark.parametrize("name", [f.qualname for f in list_functions(MODULE)])
def test_cut_out_and_put_back_the_module_means_the_same(name: str) -> None:
    function = find_function(MODULE, name)
    ast.parse(function.source)
    assert not function.source.startswith((" ", "\t"))
    again = replace_function(MODULE, function, function.source)
    assert ast.dump(ast.parse(again)) == ast.dump(ast.parse(MODULE))


def test_strings_keep_their_values_and_lines_their_places() -> None:
    function = find_function(MODULE, "Box.put")
    assert '"""first\nsecond\n    third"""' in function.source
    changed = replace_function(MODULE, function, function.source.replace("{text}", "{text}!"))
    assert changed == MODULE.replace("{text}", "{text}!")


def test_what_stands_beside_a_fix_goes_before_the_class() -> None:
    fix = "import math\n\ndef helper():\n    return 1\n\ndef deep(self):\n    return helper()\n"
    changed = replace_function(MODULE, find_function(MODULE, "Box.Inner.deep"), fix)
    tree = ast.parse(changed)
    names = [getattr(node, "name", type(node).__name__) for node in tree.body]
    assert names[3:6] == ["Import", "helper", "Box"]
    assert (
        find_function(changed, "Box.Inner.deep").source == "def deep(self):\n    return helper()\n"
    )


def test_a_fix_without_the_function_is_put_there_whole() -> None:
    changed = replace_function(MODULE, find_function(MODULE, "rescued"), "value = 3")
    assert "except ValueError:\n    value = 3\n" in changed


def test_missing_functions_are_key_errors() -> None:
    for name in ("Box.size", "nothing", "y"):
        with pytest.raises(KeyError):
            find_function(MODULE, name)


def test_indentation_leaves_strings_and_empty_lines_alone() -> None:
    source = textwrap.dedent('''\
        def f():
            x = """a
        b"""

            return x
        ''')
    assert indent(source, "    ") == '    def f():\n        x = """a\nb"""\n\n        return x\n'
    assert indent("x = 1", "") == "x = 1\n"
