"""LFT101: arguments that the target refuses, with Python's own words."""

from __future__ import annotations

import pytest
from tests.lift.migrate.surface.kit import Examine, Unchanged

REFUSED = [
    (
        "import dspy\ndspy.configure_cache(enable_litellm_cache=True)\n",
        (3, 0),
        "TypeError: configure_cache() got an unexpected keyword argument 'enable_litellm_cache'",
    ),
    (
        "import dspy\nlm = dspy.LM('openai/m')\nlm('hello', [{'role': 'user'}])\n",
        (3, 0),
        "TypeError: BaseLM.__call__() takes from 1 to 2 positional arguments but 3 were given",
    ),
    (
        "import dspy\nlm = dspy.LM('openai/m')\nlm('hello', None, n=2)\n",
        (3, 0),
        "TypeError: BaseLM.__call__() takes from 1 to 2 positional arguments but 3 were given",
    ),
    (
        "import dspy\ne = dspy.Evaluate(devset=[])\ne(len, return_all_scores=True)\n",
        (2, 6),
        "TypeError: Evaluate.__call__() got an unexpected keyword argument 'return_all_scores'",
    ),
    (
        (
            "from dspy.evaluate import Evaluate\nclass E:\n    def __init__(self):\n"
            "        self.e = Evaluate(devset=[])\n    def run(self, p):\n"
            "        return self.e(p, **{'return_all_scores': True})\n"
        ),
        (2, 6),
        "TypeError: Evaluate.__call__() got an unexpected keyword argument 'return_all_scores'",
    ),
    (
        "import dspy\nr = dspy.Retrieve(k=3)\nr(query_or_queries='x')\n",
        (2, 4),
        "TypeError: Retrieve.forward() missing 1 required positional argument: 'query'",
    ),
    (
        (
            "import dspy\nclass B(dspy.BaseLM):\n    def __init__(self):\n"
            "        super().__init__('m')\n    def forward(self, prompt=None, messages=None):\n"
            "        self.update_global_history({})\n"
        ),
        (2, 6),
        "AttributeError: 'B' object has no attribute 'update_global_history'",
    ),
]
SOURCES = {(2, 4): "2.4.17", (2, 6): "2.6.27", (3, 0): "3.0.1"}


@pytest.mark.parametrize(("program", "since", "message"), REFUSED)
def test_what_the_target_refuses(
    program: str, since: tuple[int, int], message: str, examine: Examine
) -> None:
    found = examine(program, SOURCES[since], "3.4.1")
    assert [text for _, text in found.said] == [message]


@pytest.mark.parametrize(
    "program",
    [
        "import dspy\ndspy.LM('openai/m', cache_in_memory=True, anything=1)\n",
        "import dspy\ndspy.Evaluate(devset=[], return_all_scores=True)\n",
        "import dspy\ndspy.configure_cache(enable_disk_cache=False)\n",
        "import dspy\ndspy.configure_cache(never_existed=False)\n",
        "import dspy\nlm = dspy.LM('openai/m')\nlm('hello', messages=None)\n",
        "import dspy\nlm = dspy.LM('openai/m')\nlm(*everything)\n",
        "import dspy\noptions = read()\ndspy.configure_cache(**options)\n",
        "import dspy\nr = dspy.Retrieve(k=3)\nr(**options, k=2)\n",
        "import dspy\ndspy.Predict('q -> a', n=3)(q='x', config={})\n",
        "import dspy\ndspy.Signature('q -> a', 'Answer.')\n",
        "import dspy\nclass S(dspy.Signature):\n    q: str = dspy.InputField(prefix='P')\n",
        "import dspy\ndspy.BootstrapFewShot(metric=len, max_rounds=2).compile(1, trainset=[])\n",
        "import dspy\ndspy.MIPROv2(metric=len, auto='light').compile(1, trainset=[], seed=0)\n",
        (
            "import dspy\ntry:\n    dspy.configure_cache(enable_litellm_cache=True)\n"
            "except (TypeError, AttributeError):\n    pass\n"
        ),
        # the program's own classes and functions
        (
            "import dspy\nclass R(dspy.Retrieve):\n    def forward(self, query_or_queries): ...\n"
            "r = R(k=3)\nr(query_or_queries='x')\n"
        ),
        "import dspy\ndef run(p, return_all_scores): ...\nrun(1, return_all_scores=True)\n",
        (
            "import dspy\nclass E(dspy.Evaluate):\n    def __call__(self, return_all_scores): ...\n"
            "e = E(devset=[])\ne(return_all_scores=True)\n"
        ),
        (
            "import dspy\nclass A(dspy.Module):\n    def __init__(self, a, b):\n"
            "        super().__init__()\nA(1, 2)\n"
        ),
        (
            "import dspy\nclass A(dspy.Module, Other):\n    def __init__(self, a, b):\n"
            "        super().__init__(a, b)\n"
        ),
    ],
)
def test_nothing_is_said_about(program: str, unchanged: Unchanged) -> None:
    for version in ("2.4.17", "2.6.27", "3.0.1"):
        unchanged(program, version, "3.4.1")


def test_classes_of_another_file_are_the_programs_own(examine: Examine) -> None:
    found = examine(
        "from rm import R  # dspy\nr = R(k=3)\nr(query_or_queries='x')\n",
        "2.4.17",
        "3.4.1",
        rm="import dspy\nclass R(dspy.Retrieve):\n    def forward(self, query_or_queries): ...\n",
    )
    assert found.said == []
