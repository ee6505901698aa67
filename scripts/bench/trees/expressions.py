"""Random Python expressions and names: the grain of the code that `code` writes."""

from __future__ import annotations

from random import Random

__all__ = ["KINDS", "constant", "expression", "name", "phrase", "type_of"]

_NOUNS = """account address batch bucket cache channel chunk client column config context counter
cursor customer document entry event field filter frame group handle header index interval invoice
item job key label ledger limit line message meter metric node offset option order packet page
parcel parser path payload period pool price profile query queue range record region report request
response result route row sample schedule schema score segment session shard signal slot snapshot
source span state step store stream table tag target task template ticket token total track unit
user value version view window worker""".split()
_VERBS = """add apply build check clean collect compare compute convert copy count create drop emit
encode expand fetch fill find flush format group join limit list load mark match merge move open
order pack parse pick read reduce refresh remove render reset resolve route scale scan select send
shift sort split start store strip sum sync take trim update validate walk weigh write""".split()
_ADJECTIVES = """active base cold current default empty final first known last late local new next
old open raw ready recent spare stale total valid""".split()
KINDS = ("int", "str", "float", "bool", "bytes", "Path", "list[str]", "dict[str, int]", "set[int]")
_OPERATORS = ("+", "-", "*", "//", "%", "|", "&")
_TESTS = ("==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not")
_METHODS = ("get", "strip", "items", "append", "setdefault", "split", "join", "lower", "update")


def name(rng: Random, kind: str = "") -> str:
    """Return a name: of a value, or with `kind` "verb" or "class" of a function or a class."""
    noun = rng.choice(_NOUNS)
    if kind == "verb":
        return f"{rng.choice(_VERBS)}_{noun}"
    if kind == "class":
        return f"{rng.choice(_ADJECTIVES)}_{noun}".title().replace("_", "")
    return noun if rng.random() < 0.6 else f"{rng.choice(_ADJECTIVES)}_{noun}"


def phrase(rng: Random) -> str:
    """Return some words for a docstring, a comment or a message."""
    words = [rng.choice(_VERBS), "the", rng.choice(_ADJECTIVES), rng.choice(_NOUNS)]
    if rng.random() < 0.6:
        words += ["of", "every", rng.choice(_NOUNS)]
    return " ".join(words)


def type_of(rng: Random) -> str:
    """Return an annotation."""
    kind = rng.choice(KINDS)
    return f"{kind} | None" if rng.random() < 0.2 else kind


def constant(rng: Random) -> str:
    """Return a literal."""
    kind = rng.random()
    if kind < 0.4:
        return str(rng.randrange(1000))
    if kind < 0.8:
        return f'"{phrase(rng) if rng.random() < 0.3 else name(rng)}"'
    return rng.choice(("None", "True", "False", f"{rng.random():.3f}", "()"))


def expression(rng: Random, depth: int = 3) -> str:
    """Return an expression that nests at most so deep."""
    if depth <= 0 or rng.random() < 0.25:
        return constant(rng) if rng.random() < 0.35 else name(rng)
    return rng.choice(_SHAPES)(rng, depth - 1)


def _call(rng: Random, depth: int) -> str:
    arguments = [expression(rng, depth) for _ in range(rng.randrange(3))]
    if rng.random() < 0.35:
        arguments.append(f"{name(rng)}={expression(rng, depth)}")
    return f"{name(rng, 'verb')}({', '.join(arguments)})"


def _method(rng: Random, depth: int) -> str:
    owner = f"self.{name(rng)}" if rng.random() < 0.5 else name(rng)
    return f"{owner}.{rng.choice(_METHODS)}({expression(rng, depth)})"


def _attribute(rng: Random, _: int) -> str:
    return f"{name(rng)}.{name(rng)}"


def _subscript(rng: Random, depth: int) -> str:
    return f"{name(rng)}[{expression(rng, depth)}]"


def _arithmetic(rng: Random, depth: int) -> str:
    return f"({expression(rng, depth)} {rng.choice(_OPERATORS)} {expression(rng, depth)})"


def _comparison(rng: Random, depth: int) -> str:
    left = expression(rng, depth) if depth else name(rng)
    return f"({left} {rng.choice(_TESTS)} {name(rng)})"


def _choice(rng: Random, depth: int) -> str:
    return f"({expression(rng, depth)} if {name(rng)} else {expression(rng, depth)})"


def _both(rng: Random, depth: int) -> str:
    return f"({name(rng)} {rng.choice(('and', 'or'))} {expression(rng, depth)})"


def _comprehension(rng: Random, depth: int) -> str:
    one = name(rng)
    test = f" if {one}.{name(rng)}" if rng.random() < 0.4 else ""
    return f"[{one}.{name(rng)} for {one} in {expression(rng, min(depth, 1))}{test}]"


def _mapping(rng: Random, depth: int) -> str:
    pairs = (f'"{name(rng)}": {expression(rng, depth)}' for _ in range(rng.randrange(1, 4)))
    return "{" + ", ".join(pairs) + "}"


def _text(rng: Random, _: int) -> str:
    return f'f"{phrase(rng)}: {{{name(rng)}}}"'


_SHAPES = (
    *(_call, _call, _method, _method, _attribute, _attribute, _subscript, _arithmetic),
    *(_comparison, _choice, _both, _comprehension, _mapping, _text),
)
