"""LFT100: names that the target no longer has, found without a rule written by hand."""

from __future__ import annotations

import pytest
from tests.lift.migrate.surface.kit import Examine, Unchanged

BROKEN = [
    (
        (
            "import dspy\nclass P(dspy.Module):\n    def activate_assertions(self):\n"
            "        return super().activate_assertions()\n"
        ),
        "AttributeError: 'super' object has no attribute 'activate_assertions'",
    ),
    (
        "from unittest.mock import patch\n@patch('dspy.OllamaLocal')\ndef test(): ...\n",
        "AttributeError: <module 'dspy' from '...'> does not have the attribute 'OllamaLocal'",
    ),
    (
        (
            "import dspy\ndef test(monkeypatch):\n"
            "    monkeypatch.setattr(dspy, 'OllamaLocal', None)\n"
        ),
        "AttributeError: <module 'dspy' from '...'> does not have the attribute 'OllamaLocal'",
    ),
    (
        "from unittest.mock import patch\nwith patch('dspy.retrieve.chromadb_rm.chromadb'): ...\n",
        "ModuleNotFoundError: No module named 'dspy.retrieve'",
    ),
    (
        "from dspy.teleprompt import MIPRO\n",
        "ImportError: cannot import name 'MIPRO' from 'dspy.teleprompt'",
    ),
    ("import dsp  # of dspy\n", "ModuleNotFoundError: No module named 'dsp'"),
    ("import dspy, dsp.modules.lm as m\n", "ModuleNotFoundError: No module named 'dsp'"),
    ("import dspy\nfrom dsp.modules import LM\n", "ModuleNotFoundError: No module named 'dsp'"),
    ("import dspy\nfrom dsp import *\n", "ModuleNotFoundError: No module named 'dsp'"),
    (
        "from dspy.primitives.assertions import Assert\n",
        "ModuleNotFoundError: No module named 'dspy.primitives.assertions'",
    ),
    (
        "from dspy.retrieve.qdrant_rm import QdrantRM\n",
        "ModuleNotFoundError: No module named 'dspy.retrieve'",
    ),
    (
        "import dspy\ndspy.majority\nlm = dspy.OllamaLocal(model='m')\n",
        "AttributeError: module 'dspy' has no attribute 'OllamaLocal'",
    ),
    (
        "import dspy as d\nlm = d.OllamaLocal(model='m')\n",
        "AttributeError: module 'dspy' has no attribute 'OllamaLocal'",
    ),
    (
        "import dspy\nlm = getattr(dspy, 'OllamaLocal')\n",
        "AttributeError: module 'dspy' has no attribute 'OllamaLocal'",
    ),
    (
        "import importlib\nm = importlib.import_module('dspy.functional')\n",
        "ModuleNotFoundError: No module named 'dspy.functional'",
    ),
    (
        "from dspy import *\nlm = OllamaLocal(model='m')\n",
        "NameError: name 'OllamaLocal' is not defined",
    ),
    (
        "import dspy\np = dspy.Predict('q -> a')\np.activate_assertions()\n",
        "AttributeError: 'Predict' object has no attribute 'activate_assertions'",
    ),
    (
        (
            "import dspy\nclass P(dspy.Module):\n    def run(self):\n"
            "        self.activate_assertions()\n"
        ),
        "AttributeError: 'P' object has no attribute 'activate_assertions'",
    ),
    (
        (
            "from dspy.signatures.signature import Signature\nSignature.with_signature\n"
            "from dspy.evaluate import Evaluate\nEvaluate._execute_multi_thread\n"
        ),
        "AttributeError: type object 'Evaluate' has no attribute '_execute_multi_thread'",
    ),
]


@pytest.mark.parametrize(("program", "message"), BROKEN)
def test_every_way_to_a_name_that_is_gone(program: str, message: str, examine: Examine) -> None:
    found = examine(program, "2.4.17", "3.0.1")
    assert [text for _, text in found.said] == [message]


def test_it_is_found_through_the_project(examine: Examine) -> None:
    found = examine(
        "from models import d  # dspy\nlm = d.OllamaLocal(model='m')\n",
        "2.4.17",
        "3.0.1",
        models="import dspy as d\n",
    )
    message = "AttributeError: module 'dspy' has no attribute 'OllamaLocal'"
    assert found.said == [(2, message)]


def test_a_name_that_the_pin_never_had_but_an_older_release(examine: Examine) -> None:
    found = examine("import dspy\nlm = dspy.OllamaLocal(model='m')\n", "2.6.27", "3.0.1")
    message = "AttributeError: module 'dspy' has no attribute 'OllamaLocal'"
    assert found.said == [(2, message)]


def test_a_handler_of_another_error_is_no_guard(examine: Examine) -> None:
    found = examine(
        "try:\n    import dspy\n    lm = dspy.OllamaLocal(model='m')\nexcept ImportError:\n"
        "    dspy = None\n",
        "2.4.17",
        "3.0.1",
    )
    assert [line for line, _ in found.said] == [3]


def test_a_stub_that_only_says_where_things_went_says_it(examine: Examine) -> None:
    found = examine("from dspy.core.types import LMRequest\n", "3.3.1", "3.4.1")
    assert [text[:61] for _, text in found.said] == [
        "ImportError: DSPy's 3.3 experimental LM types have been remov"
    ]


FIXED = [
    ("from dspy.primitives.program import Module\n", "from dspy import Module\n"),
    ("from dspy.primitives.program import Module as M\n", "from dspy import Module as M\n"),
    (
        "from dspy.primitives.program import Module, Program\n",
        "from dspy import Module, Module as Program\n",
    ),
    (
        "from dspy.dsp.utils import deduplicate, normalize_text\n",
        "from dspy.dsp.utils import deduplicate\nfrom dspy.evaluate import normalize_text\n",
    ),
    (
        "def f():\n    from dspy.dsp.utils import deduplicate, normalize_text\n",
        (
            "def f():\n    from dspy.dsp.utils import deduplicate\n"
            "    from dspy.evaluate import normalize_text\n"
        ),
    ),
    (
        "from dspy.dsp.utils import (\n    normalize_text,\n)\n",
        "from dspy.evaluate import normalize_text\n",
    ),
    (
        "import dspy\nclass P(dspy.primitives.program.Module):\n    pass\n",
        "import dspy\nclass P(dspy.Module):\n    pass\n",
    ),
    (
        "from dspy.retrieve.weaviate_rm import WeaviateRM\n",
        "from dspy.retrievers.weaviate_rm import WeaviateRM\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), FIXED)
def test_what_only_moved_is_followed(before: str, after: str, examine: Examine) -> None:
    fixed = examine(before, "2.6.27", "3.0.1").fixed
    assert fixed == after
    assert examine(fixed, "2.6.27", "3.0.1").said == []


def test_what_passed_through_is_imported_from_its_home(examine: Examine) -> None:
    assert examine("from dspy import BaseModel\n", "2.4.17", "3.0.1").fixed == (
        "from pydantic import BaseModel\n"
    )
    fixed = examine("import dspy\nclass A(dspy.BaseModel):\n    x: int\n", "2.4.17", "3.0.1").fixed
    assert fixed == "import dspy\nimport pydantic\nclass A(pydantic.BaseModel):\n    x: int\n"


def test_a_module_that_passed_through_is_imported_itself(examine: Examine) -> None:
    before = "import dspy\nx = dspy.uuid.uuid4()\n"
    assert examine(before, "2.4.17", "3.0.1").fixed == (
        "import dspy\nimport uuid\nx = uuid.uuid4()\n"
    )


LEFT = [
    "from dspy.dsp.utils import (  # what we use\n    deduplicate, normalize_text\n)\n",
    "from dspy.dsp.utils import deduplicate, normalize_text; x = 1\n",
    "from dspy.retrieve.weaviate_rm import WeaviateRM, weaviate_helper\n",
    "import dspy\nlazy = dspy.retrieve.weaviate_rm.WeaviateRM\n",
]


@pytest.mark.parametrize("program", LEFT)
def test_what_would_lose_something_is_left_to_people(program: str, examine: Examine) -> None:
    found = examine(program, "2.6.27", "3.0.1")
    assert found.said
    assert found.fixed == program


def test_a_rule_written_by_hand_speaks_instead(examine: Examine) -> None:
    found = examine("import dspy\nx = dspy.Program\n", "2.6.27", "3.0.1", select=("LFT1",))
    assert [one.code for one in found.findings] == ["LFT102"]


@pytest.mark.parametrize(
    "program",
    [
        # still there, by every way
        "import dspy\ndspy.Predict, dspy.Module, dspy.settings, dspy.evaluate.Evaluate\n",
        "from dspy.teleprompt import BootstrapFewShot, MIPROv2, COPRO\n",
        "from dspy.evaluate.evaluate import Evaluate\n",
        "from dspy import *\nprogram = ChainOfThought('q -> a')\n",
        "import dspy.teleprompt\ndspy.teleprompt.BootstrapFewShot\n",
        "from dspy.datasets.gsm8k import GSM8K, gsm8k_metric\n",
        "from dspy.signatures.signature import ensure_signature\n",
        "import dspy\ndspy.__version__, dspy.__file__, dspy.Predict.__name__\n",
        # somebody else's
        "import dsp\nfrom dsp import filters\nfrom dsp.modules import fir\n",
        # never there
        "import dspy\ndspy.DoesNotExist\n",
        "from dspy import nothing_like_that\n",
        "from dspy.nowhere import thing\n",
        "from dspy import *\nx = undefined_name\n",
        # there is no telling
        "import dspy\ndspy.settings.anything_at_all\n",
        "import dspy\np = dspy.Predict('q -> a')\np(q='x').whatever\n",
        "import dspy\ne = dspy.Example(q='x')\ne.rationale\n",
        # objects of the program's own
        (
            "import dspy\nclass P(dspy.Module):\n    def activate_assertions(self): ...\n"
            "    def forward(self):\n        self.activate_assertions()\n"
        ),
        (
            "import dspy\nclass P(dspy.Module):\n    def __init__(self):\n"
            "        self.activate_assertions = 1\n\np = P()\np.activate_assertions\n"
        ),
        "class OllamaLocal: ...\nlm = OllamaLocal()\n",
        "from mine import OllamaLocal\nlm = OllamaLocal()\n",
        "import dspy\ndef OllamaLocal(): ...\nx = OllamaLocal()\n",
        "dspy = object()\ndspy.Assert\n",
        # prepared for it
        "try:\n    from dspy.functional import TypedPredictor\nexcept ImportError:\n    pass\n",
        "try:\n    import dsp\nexcept ModuleNotFoundError:\n    dsp = None\n",
        "import dspy\nif hasattr(dspy, 'Assert'):\n    dspy.Assert(True)\n",
        "import dspy\nlm = getattr(dspy, 'OllamaLocal', None)\n",
        "from unittest.mock import patch\n@patch('dspy.OllamaLocal', create=True)\ndef t(): ...\n",
        "import dspy\nsetattr(dspy, 'OllamaLocal', None)\n",
        "from unittest.mock import patch\n@patch('mine.OllamaLocal')\ndef t(): ...\n# dspy\n",
        # only words
        "text = 'dspy.OllamaLocal is gone'\n# import dsp\n",
        "from __future__ import annotations\nimport dspy\ndef f(lm: dspy.OllamaLocal): ...\n",
        # something is set, not read
        "import dspy\ndspy.OllamaLocal = None\n",
        # one of those that inherit may have it
        "from dspy.adapters import Adapter\ndef f(a: Adapter):\n    a.format_finetune_data\n",
    ],
)
def test_nothing_is_said_about(program: str, unchanged: Unchanged) -> None:
    unchanged(program, "2.4.17", "3.0.1")


def test_what_only_may_have_been_there_is_not_gone(unchanged: Unchanged) -> None:
    unchanged(
        "from dspy.experimental.synthesizer.synthesizer import Synthesizer\nSynthesizer.anything\n",
        "2.4.17",
        "2.5.43",
    )


@pytest.mark.parametrize("version", ["2.4.17", "2.5.43", "2.6.27", "3.0.1", "3.4.1"])
def test_between_a_version_and_itself_nothing_is_gone(version: str, unchanged: Unchanged) -> None:
    unchanged(
        "import dspy\nfrom dspy.teleprompt import *\nfrom dspy.evaluate import Evaluate\n"
        "p = dspy.ChainOfThought('q -> a')\np.named_predictors()\n",
        version,
        version,
    )
