from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from lift.config import Settings, load_settings
from lift.errors import ConfigError
from lift.project import Project


def settings(
    root: Path, text: str, *, env: Mapping[str, str] | None = None, **options: object
) -> Settings:
    (root / "lift.toml").write_text(textwrap.dedent(text))
    return load_settings(Project(root=root), overrides=options, env=env or {})


def refusal(root: Path, text: str, *, env: Mapping[str, str] | None = None) -> ConfigError:
    with pytest.raises(ConfigError) as refused:
        settings(root, text, env=env)
    return refused.value


def test_option_wins_over_environment_over_file_over_default(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        """\
        schema_version = 1

        [lift]
        model = "builtin"
        seed = 1
        threads = 2
        """,
        env={"LIFT_SEED": "5", "LIFT_THREADS": "6", "HOME": "/"},
        threads=7,
        timeout_s=None,
    )

    assert (found.threads, found.seed, found.model, found.timeout_s) == (7, 5, "builtin", 600.0)
    assert found.origins == {
        "model": "lift.toml:4",
        "reflection_model": "default",
        "python": "default",
        "optimizer": "default",
        "seed": "LIFT_SEED",
        "threads": "option --threads",
        "context_tokens": "default",
        "max_output_tokens": "default",
        "timeout_s": "default",
        "ollama_host": "default",
        "slots": "default",
        "keep_alive": "default",
    }


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert settings(tmp_path, "[lift]\nseed = 3\n", env={"LIFT_SEED": ""}).seed == 3


def test_the_host_of_ollama_comes_from_its_own_variable_too(tmp_path: Path) -> None:
    other = {"OLLAMA_HOST": "mac:11434"}

    assert settings(tmp_path, "", env=other).origins["ollama_host"] == "OLLAMA_HOST"
    both = settings(tmp_path, "", env=other | {"LIFT_OLLAMA_HOST": "mine"})
    assert both.ollama_host == "mine"


def test_the_key_comes_from_the_environment_only_and_is_not_shown(tmp_path: Path) -> None:
    found = settings(tmp_path, "", env={"LIFT_API_KEY": "k"})

    assert (found.api_key, "api_key" in found.origins) == ("k", False)
    assert "unknown key lift.api_key" in refusal(tmp_path, "[lift]\napi_key = 'k'\n").message


def test_outside_of_a_project_only_environment_and_defaults_count() -> None:
    found = load_settings(None, env={"LIFT_MODEL": "builtin"})

    assert (found.model, found.seed, found.roles) == ("builtin", 0, {})


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "lift.toml").write_bytes("[lift]\n# Größe\n".encode("latin-1"))

    with pytest.raises(ConfigError, match=r"^lift\.toml:2: not UTF-8$"):
        load_settings(Project(root=tmp_path), env={})


def test_pyproject_holds_the_same_settings(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[tool.lift]\nseed = 4\n\n[tool.lift.roles.mine]\nprogram = 'a.b:c'\n"
    )

    found = load_settings(Project(root=tmp_path), env={})

    assert (found.seed, found.origins["seed"]) == (4, "pyproject.toml:2")
    assert found.roles["mine"].program == "a.b:c"


def test_paths_of_a_role_are_relative_to_the_file(tmp_path: Path) -> None:
    found = settings(tmp_path, "[roles.mine]\ndata = 'eval/mine.jsonl'\n")

    assert found.roles["mine"].data == tmp_path / "eval" / "mine.jsonl"


def test_a_role_has_its_own_model_unless_an_option_or_variable_names_one(tmp_path: Path) -> None:
    text = "[lift]\nmodel = 'ollama/a'\n[roles.mine]\nmodel = 'ollama/b'\n"

    assert settings(tmp_path, text).model_for("mine") == "ollama/b"
    assert settings(tmp_path, text).model_for("coder") == "ollama/a"
    assert settings(tmp_path, text, env={"LIFT_MODEL": "ollama/c"}).model_for("mine") == "ollama/c"
    assert settings(tmp_path, text, model="ollama/d").model_for("mine") == "ollama/d"


def test_the_reflection_model_is_the_model_unless_said(tmp_path: Path) -> None:
    text = "[lift]\nmodel = 'ollama/a'\n"

    assert settings(tmp_path, text).reflection_model_for("coder") == "ollama/a"
    assert settings(tmp_path, text, model="builtin").reflection_model_for("coder") == "builtin"
    with_own = text + "reflection_model = 'ollama/big'\n"
    assert settings(tmp_path, with_own).reflection_model_for("coder") == "ollama/big"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[lift]\n\nmodle = 'x'\n", "lift.toml:3: unknown key lift.modle", "did you mean model?"),
        ("modle = 'x'\n", "lift.toml:1: unknown key modle", "write model under [lift]"),
        ("zzz = 'x'\n", "lift.toml:1: unknown key zzz", "known here: lift, migrate, roles, "),
        ("[lif]\n", "lift.toml:1: unknown key lif", "did you mean lift?"),
        ("[roles.a]\ndat = 'x'\n", "lift.toml:2: unknown key roles.a.dat", "did you mean data?"),
        ("[lift]\nthreads = 0\n", "lift.toml:2: lift.threads = 0: ", "edit line 2 of "),
        ("[lift]\noptimizer = 'gpa'\n", "lift.toml:2: lift.optimizer = 'gpa': ", "edit line 2 "),
        ("[roles.a]\nprogram = 'x'\n", "lift.toml:2: roles.a.program = 'x': ", "edit line 2 "),
        ("lift.seed = -1\n", "lift.toml:1: lift.seed = -1: ", "edit line 1 "),
        ("lift = 3\n", "lift.toml: lift has to be a table", "write [lift] in "),
        ("schema_version = 9\n", "lift.toml has schema_version 9; this lift knows 1", "pip "),
        ("[lift\n", "lift.toml is not valid TOML: ", "edit "),
    ],
)
def test_a_wrong_file_is_refused_by_line_and_key(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    error = refusal(tmp_path, text)

    assert error.message.startswith(message)
    assert error.hint.startswith(hint)


def test_a_wrong_value_in_the_file_is_refused_even_when_overridden(tmp_path: Path) -> None:
    assert (
        "lift.seed = -1" in refusal(tmp_path, "[lift]\nseed = -1\n", env={"LIFT_SEED": "2"}).message
    )


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, "[lift]\n", env={"LIFT_THREADS": "many"})

    assert error.message.startswith("LIFT_THREADS: 'many' is not a value for threads: ")


def test_a_file_that_cannot_be_read_is_an_error_not_a_default(tmp_path: Path) -> None:
    (tmp_path / "lift.toml").mkdir()

    with pytest.raises(ConfigError, match="cannot read"):
        load_settings(Project(root=tmp_path), env={})
