"""The rules about assertions: what they find, what they say, and what the text is afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from lift.migrate.check import Checker, Versions
from lift.migrate.finding import Finding
from lift.migrate.fix.documents import open_document
from lift.migrate.fix.plan import plan_file

CODES = ("LFT110", "LFT111", "LFT112", "LFT113", "LFT114")


def checker(target: str) -> Checker:
    versions = Versions(source="2.5.43", target=target)
    return Checker(root=Path.cwd(), versions=versions, files={}, select=CODES)


def found(text: str, target: str = "3.4.1") -> list[Finding]:
    return checker(target).of_bytes("program.py", text.encode())


def fixed(text: str) -> str:
    def recheck(data: bytes) -> Sequence[Finding]:
        return checker("3.4.1").of_bytes("program.py", data)

    data = text.encode()
    plan = plan_file(
        "program.py",
        data,
        recheck(data),
        open_document=lambda content: open_document("program.py", content),
        recheck=recheck,
        accept=lambda _finding, _text: True,
    )
    assert plan.problem == ""
    assert not any(one.edits for one in plan.left), "the second fix is empty"
    return plan.after.decode()


REWRITES = {
    "attribute": (
        'import dspy\n\ndspy.Suggest(len("a") < 2, "short")  # kept\n',
        (
            "import dspy\nfrom lift import assertions\n\n"
            'assertions.Suggest(len("a") < 2, "short")  # kept\n'
        ),
    ),
    "two of them, one import": (
        "import os\nimport dspy\n\ndspy.Assert(True)\ndspy.Suggest(True)\n",
        (
            "import os\nimport dspy\nfrom lift import assertions\n\n"
            "assertions.Assert(True)\nassertions.Suggest(True)\n"
        ),
    ),
    "alias": (
        "import dspy as d\nd.Assert(True)\n",
        "import dspy as d\nfrom lift import assertions\nassertions.Assert(True)\n",
    ),
    "the name assertions is taken": (
        "import dspy\n\nassertions = []\ndspy.Assert(True)\n",
        "import dspy\nimport lift.assertions\n\nassertions = []\nlift.assertions.Assert(True)\n",
    ),
    "both names are taken": (
        "import dspy\n\n\ndef f(lift, assertions):\n    dspy.Assert(True)\n",
        "import dspy\n\n\ndef f(lift, assertions):\n    dspy.Assert(True)\n",
    ),
    "from import": (
        "from dspy.primitives.assertions import assert_transform_module, backtrack_handler\n",
        "from lift.assertions import assert_transform_module, backtrack_handler\n",
    ),
    "from import over lines": (
        "from dspy.primitives.assertions import (\n    Assert,  # hard\n    Suggest as Hint,\n)\n",
        "from lift.assertions import (\n    Assert,  # hard\n    Suggest as Hint,\n)\n",
    ),
    "from import with others, first": (
        "from dspy import Assert, InputField, Module\n",
        "from dspy import InputField, Module\nfrom lift.assertions import Assert\n",
    ),
    "from import with others, last and in the middle": (
        "from dspy import InputField, Suggest, Module, Assert as Must\n",
        "from dspy import InputField, Module\nfrom lift.assertions import Suggest, Assert as Must\n",  # noqa: E501
    ),
    "from import with others, over lines": (
        "from dspy import (\n    Assert,\n    InputField,  # in\n    Suggest,\n)\n",
        "from dspy import (\n    InputField,  # in\n)\nfrom lift.assertions import Assert, Suggest\n",  # noqa: E501
    ),
    "in a function": (
        "import dspy\n\n\ndef check():\n    from dspy import Assert, Module\n    Assert(True)\n",
        (
            "import dspy\n\n\ndef check():\n    from dspy import Module\n"
            "    from lift.assertions import Assert\n    Assert(True)\n"
        ),
    ),
    "primitives and program": (
        "from dspy.primitives import Assert\nfrom dspy.primitives.program import Suggest\n",
        "from lift.assertions import Assert\nfrom lift.assertions import Suggest\n",
    ),
    "module with a name": (
        "import dspy.primitives.assertions as A\n\nA.Assert(True)\n",
        "import lift.assertions as A\n\nA.Assert(True)\n",
    ),
    "module by its path": (
        "import dspy.primitives.assertions\n\ndspy.primitives.assertions.Assert(True)\n",
        "import dspy\nfrom lift import assertions\n\nassertions.Assert(True)\n",
    ),
    "module from primitives": (
        "from dspy.primitives import assertions\n\nassertions.Suggest(True)\n",
        "from lift import assertions\n\nassertions.Suggest(True)\n",
    ),
    "module, everything": (
        "from dspy.primitives.assertions import *\n\nAssert(True)\n",
        "from lift.assertions import *\n\nAssert(True)\n",
    ),
    "star import of dspy": (
        "from dspy import *\n\nAssert(True)\n",
        "from dspy import *\nfrom lift.assertions import Assert\n\nAssert(True)\n",
    ),
    "getattr": (
        'import dspy\n\ngetattr(dspy, "Assert")(True)\n',
        "import dspy\nfrom lift import assertions\n\nassertions.Assert(True)\n",
    ),
    "activate": (
        "import dspy\nfrom p import Program\n\nprogram = Program().activate_assertions()\n",
        (
            "import dspy\nfrom p import Program\nfrom lift import assertions\n\n"
            "program = assertions.activate_assertions(Program())\n"
        ),
    ),
    "activate with arguments, over lines": (
        (
            "import dspy\nfrom p import Program\n\nprogram = (\n    Program(k=3)\n"
            "    .activate_assertions(\n        max_backtracks=1,\n    )\n)\n"
        ),
        (
            "import dspy\nfrom p import Program\nfrom lift import assertions\n\nprogram = (\n"
            "    assertions.activate_assertions(Program(k=3), \n        max_backtracks=1,\n    )\n)\n"  # noqa: E501
        ),
    ),
    "activate with a handler of dspy": (
        "import dspy\n\nx = load(dspy).activate_assertions(dspy.backtrack_handler)\n",
        (
            "import dspy\nfrom lift import assertions\n\n"
            "x = assertions.activate_assertions(load(dspy), assertions.backtrack_handler)\n"
        ),
    ),
    "the idiom of 2.4": (
        (
            "import functools\n\nimport dspy\nfrom dspy.predict import Retry\n"
            "from dspy.primitives.assertions import assert_transform_module, backtrack_handler\n\n"
            "p = assert_transform_module(Q().map_named_predictors(Retry), backtrack_handler)\n"
        ),
        (
            "import functools\n\nimport dspy\nfrom lift.assertions import Retry\n"
            "from lift.assertions import assert_transform_module, backtrack_handler\n\n"
            "p = assert_transform_module(Q().map_named_predictors(Retry), backtrack_handler)\n"
        ),
    ),
    "errors": (
        "import dspy\n\ntry:\n    pass\nexcept dspy.DSPyAssertionError:\n    pass\n",
        (
            "import dspy\nfrom lift import assertions\n\n"
            "try:\n    pass\nexcept assertions.DSPyAssertionError:\n    pass\n"
        ),
    ),
    "umlauts and tabs": (
        'import dspy\n\nif True:\n\tx = "größer"; dspy.Assert(True, "größer")\n',
        (
            "import dspy\nfrom lift import assertions\n\n"
            'if True:\n\tx = "größer"; assertions.Assert(True, "größer")\n'
        ),
    ),
}


@pytest.mark.parametrize("name", REWRITES)
def test_rewrites(name: str) -> None:
    before, after = REWRITES[name]
    assert fixed(before) == after


UNCHANGED = {
    "lift's own": "import dspy\nfrom lift import assertions\n\nassertions.Assert(True)\n",
    "lift's own, activated": (
        "import dspy\nfrom lift import assertions\n\nassertions.activate_assertions(dspy.Module())\n"  # noqa: E501
    ),
    "Python's assert": "import dspy\n\nassert dspy.__version__\n",
    "another Assert": "import dspy\nfrom mylib import Assert, Suggest\n\nAssert(True)\n",
    "another Retry": "import dspy\nfrom tenacity import Retrying as Retry\n\nRetry(3)\n",
    "a class of the project": (
        "import dspy\n\n\nclass Suggest(dspy.Module):\n    pass\n\n\nSuggest()\n"
    ),
    "a method of the project": (
        "import dspy\n\n\nclass Test(dspy.Module):\n    def activate_assertions(self):\n"
        "        return self\n\n\nTest().activate_assertions()\n"
    ),
    "guarded": (
        "try:\n    from dspy import Assert\nexcept ImportError:\n    from lift.assertions import Assert\n"  # noqa: E501
    ),
    "asked for": 'import dspy\n\nif hasattr(dspy, "Assert"):\n    dspy.Assert(True)\n',
    "with a default": 'import dspy\n\ncheck = getattr(dspy, "Assert", None)\n',
    "in a text": 'import dspy\n\nprint("dspy.Assert(True)")  # dspy.Suggest\n',
    "an attribute of something else": "import dspy\n\nself = object()\nself.dspy.Assert(True)\n",
    "an annotation that is never evaluated": (
        "from __future__ import annotations\n\nimport dspy\n\n\ndef f(x: dspy.Assert) -> None: ...\n"  # noqa: E501
    ),
}


@pytest.mark.parametrize("name", UNCHANGED)
def test_nothing_is_found(name: str) -> None:
    assert found(UNCHANGED[name]) == []


MESSAGES = [
    ("import dspy\ndspy.Assert(1)", "3.4.1", "module 'dspy' has no attribute 'Assert'"),
    ("import dspy\ndspy.Assert(1)", "2.6.27", "module 'dspy' has no attribute 'Assert'"),
    ("from dspy import Suggest", "3.0.1", "cannot import name 'Suggest' from 'dspy'"),
    (
        "from dspy.primitives.assertions import Suggest",
        "2.6.27",
        "cannot import name 'Suggest' from 'dspy.primitives.assertions'",
    ),
    (
        "from dspy.primitives.assertions import Suggest",
        "3.0.1",
        "No module named 'dspy.primitives.assertions'",
    ),
    ("from dspy.predict import Retry", "3.4.1", "cannot import name 'Retry' from 'dspy.predict'"),
    (
        "import dspy\nclass P(dspy.Module): pass\np = P()\np.activate_assertions()",
        "3.4.1",
        "'P' object has no attribute 'activate_assertions'",
    ),
    ("from dspy import *\nAssert(1)", "3.4.1", "name 'Assert' is not defined"),
    (
        "import dspy\ndspy.assertions.Assert(1)",
        "3.4.1",
        "module 'dspy' has no attribute 'assertions'",
    ),
]


@pytest.mark.parametrize(("text", "target", "message"), MESSAGES)
def test_the_message_is_what_python_says(text: str, target: str, message: str) -> None:
    (one,) = found(text, target)
    assert one.message.partition(": ")[2] == message
    assert "lift.assertions" in one.advice
