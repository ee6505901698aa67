"""LFT4xx on real manifests: packages that DSPy brought, and those beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.lift.migrate.pins.manifest_kit import Found, check


def test_packages_that_dspy_used_to_bring(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "run.py").write_text(
        "import os\n"
        "import pandas as pd\n"
        "from numpy.linalg import norm\n"
        "import ujson\n"
        "try:\n    import backoff\nexcept ImportError:\n    backoff = None\n"
        "'''\nimport joblib\n'''\n"
    )
    (tmp_path / "ujson.py").write_text("")

    text = '[project]\ndependencies = [\n    "dspy==3.4.1",\n]\n'
    made = check(tmp_path, "pyproject.toml", text, target="3.4.1")

    assert made.codes == ["LFT407", "LFT407"]
    assert made.fixed == (
        '[project]\ndependencies = [\n    "dspy==3.4.1",\n    "numpy",\n    "pandas",\n]\n'
    )


def test_the_target_still_brings_them(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text("import pandas, numpy, datasets, optuna\n")

    assert check(tmp_path, "requirements.txt", "dspy==3.0.1\n").codes == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("requirements.txt", "dspy==3.4.1\r\nclick\r\n", "dspy==3.4.1\r\npandas\r\nclick\r\n"),
        ("requirements.txt", "dspy==3.4.1", "dspy==3.4.1\npandas"),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n    dspy==3.4.1\n",
            "[options]\ninstall_requires =\n    dspy==3.4.1\n    pandas\n",
        ),
        (
            "setup.py",
            "setup(install_requires=['dspy==3.4.1'])\n",
            "setup(install_requires=['dspy==3.4.1', 'pandas'])\n",
        ),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\ndspy = "3.4.1"\n',
            '[tool.poetry.dependencies]\ndspy = "3.4.1"\npandas = "*"\n',
        ),
        (
            "environment.yml",
            "dependencies:\n  - pip:\n    - dspy==3.4.1\n",
            "dependencies:\n  - pip:\n    - dspy==3.4.1\n    - pandas\n",
        ),
    ],
)
def test_a_package_is_declared_in_the_way_of_the_file(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    (tmp_path / "run.py").write_text("import pandas\n")

    assert check(tmp_path, name, before, target="3.4.1") == Found(codes=["LFT407"], fixed=after)


def test_parts_of_dspy_that_need_an_extra(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(
        "import dspy as d\nfrom dspy.teleprompt import MIPROv2\nd.Embedder('x')\n"
    )
    (tmp_path / "other.py").write_text("import dspy\nimport chroma\nchroma.KNN()\n")

    made = check(tmp_path, "requirements.txt", "dspy==3.4.1\n", target="3.4.1")

    assert made == Found(codes=["LFT408", "LFT408"], fixed="dspy[numpy,optuna]==3.4.1\n")


def test_pins_beside_dspy_that_exclude_what_it_needs(tmp_path: Path) -> None:
    text = "dspy==3.4.1\nopenai<1\nlitellm==1.80.0\npydantic>=2\ngepa==0.0.4\n"

    made = check(tmp_path, "requirements.txt", text, target="3.4.1")

    assert made.codes == ["LFT409", "LFT409"]
    assert made.fixed == (
        "dspy==3.4.1\nopenai>=1.66.2\nlitellm==1.80.0\npydantic>=2\ngepa[dspy]==0.1.4\n"
    ).replace("gepa[dspy]", "gepa")


def test_an_extra_that_is_gone(tmp_path: Path) -> None:
    made = check(tmp_path, "requirements.txt", "dspy-ai[chromadb]==2.4.17\n")

    assert made == Found(codes=["LFT402", "LFT410"], fixed="dspy==3.0.1\n")
