"""No file, and no mistake in a rule, ends the check of all the others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.migrate.check import Versions, check
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.names.module import Module
from lift.migrate.rule import Rule, visitor
from lift.migrate.view import ModuleView
from lift.migrate.walk import dispatch, findings_of

MANY = 1000


def rule(code: str, marked: str, *, severity: Severity = Severity.ERROR) -> Rule:
    """A rule that finds a name, and fails at the name `bad`."""

    def name(node: ast.Name, view: ModuleView) -> Iterator[Finding]:
        if node.id == "bad":
            raise KeyError(node.id)
        if node.id == marked:
            yield made.finding(view, node, message=f"{code}!", advice="")

    made = Rule(
        code=code,
        slug=code.lower(),
        severity=severity,
        fix=Fix.NONE,
        since="0",
        summary="",
        visitors=dict((visitor(ast.Name, name),)),
        examples=(),
    )
    return made


def module(text: str) -> Module:
    return Module(
        path="a.py",
        text=text,
        tree=ast.parse(text),
        source_version="2.6.27",
        target_version="3.0.1",
        cell=None,
    )


def test_a_rule_that_fails_is_said_and_the_rest_is_found() -> None:
    table = dispatch([rule("LFT901", "a"), rule("LFT902", "b")])

    found = findings_of(module("from dspy import *\na\nbad\nb\n"), table)

    assert [(one.code, one.line) for one in found] == [("LFT901", 2), ("LFT001", 3), ("LFT902", 4)]
    assert "KeyError: 'bad'" in found[1].message


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a\n", ["LFT901"]),
        ("b\n", ["LFT100"]),
        ("a; b\n", ["LFT901", "LFT100"]),
        ("a[b]\n", ["LFT901", "LFT100"]),
    ],
)
def test_a_general_finding_gives_way_only_to_one_about_the_same_place(
    text: str, codes: list[str]
) -> None:
    table = dispatch([rule("LFT100", "b"), rule("LFT100", "a"), rule("LFT901", "a")])

    found = findings_of(module(f"from dspy import *\n{text}"), table)

    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    "text",
    [
        "class C0(dspy.Module): pass\n"
        + "".join(f"class C{n + 1}(C{n}): pass\n" for n in range(MANY))
        + f"C{MANY}().load('x')\n",
        "x0 = dspy.OpenAI\n" + "".join(f"x{n + 1} = x{n}\n" for n in range(MANY)) + f"x{MANY}()\n",
        "x = " + " + ".join(["dspy.OpenAI"] * 300),
        "x = dspy" + ".a" * MANY,
        "x = dspy.x" + "()" * MANY,
        (
            "class A(A): pass\nclass B(C): pass\nclass C(B): pass\nB().load()\nx = x\nx.y\n"
            "def f(): return f()\nf().x\na, b = b, a\na.b\n"
        ),
        "getattr(dspy, '\\ud800')\ndspy.settings.configure(**{'\\ud800': 1})\n",
    ],
    ids=["classes", "names", "sum", "attributes", "calls", "circles", "surrogates"],
)
def test_odd_files_do_not_end_a_check(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.py").write_text("import dspy\n" + text)
    (tmp_path / "plain.py").write_text("import dspy\ndspy.Program()\n")

    versions = Versions(source="2.5.43", target="3.4.1")
    found = check([tmp_path], root=tmp_path, versions=versions).findings

    assert [one.code for one in found if one.path == "plain.py"] == ["LFT102"]
