"""A grammar of small Python functions whose details depend on house conventions.

A function is a source of values (a list, a range, the words of a text ...), perhaps a condition,
something that collects the values, and perhaps a last calculation. The parts are drawn separately,
so that there are thousands of shapes, and a model trained on some has to compose for the others.

The same seed under another `House` gives the same function with other details; every random choice
is therefore made whatever the house is.
"""

from __future__ import annotations

import ast
import hashlib
import random
from dataclasses import dataclass
from typing import Final

from scripts.model import draft as words
from scripts.model.draft import Draft
from scripts.model.forms import FORMS
from scripts.model.houses import USUAL, House

_HELD_OUT_PER_MILLE: Final = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """A correct function; `params` are (name, kind of value) in call order."""

    name: str
    source: str
    params: tuple[tuple[str, str], ...]
    conventions: tuple[str, ...]
    seed: int


def build(seed: int, house: House) -> Function:
    """The function number `seed` under `house`."""
    d = Draft(rng=random.Random(seed), house=house)
    name = _function_name(d)
    d.rng.choice(FORMS)(d)
    params = list(d.params)
    if d.rng.random() < 0.3:
        d.rng.shuffle(params)
    head = f"def {name}({', '.join(p for p, _ in params)}):"
    body = [f'    """{d.doc}."""', *("    " * (n + 1) + text for n, text in d.lines)]
    return Function(
        name=name,
        source="\n".join([head, *body]),
        params=tuple(params),
        conventions=tuple(d.used),
        seed=seed,
    )


def shape(source: str) -> str:
    """The function without names, numbers and documentation."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.name = "f"
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:]
        elif isinstance(node, ast.Name):
            node.id = "v"
        elif isinstance(node, ast.arg):
            node.arg = "v"
        elif isinstance(node, ast.Constant):
            node.value = "c" if isinstance(node.value, str) else 0
    return ast.dump(tree)


def is_held_out(source: str) -> bool:
    """Whether the shape belongs to evaluation. It depends on nothing but the text."""
    digest = hashlib.sha256(shape(source).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 1000 < _HELD_OUT_PER_MILLE


def may_train(function: Function) -> bool:
    """Held-out shapes are barred as they are and in their usual form."""
    return not is_held_out(function.source) and not is_held_out(build(function.seed, USUAL).source)


def _function_name(d: Draft) -> str:
    verb, noun = d.rng.choice(words.VERBS), d.rng.choice(words.NOUNS)
    name = d.rng.choice((f"{verb}_{noun}", f"{verb}_{noun}_{d.rng.choice(words.NOUNS)}"))
    d.taken.add(name)
    return name
