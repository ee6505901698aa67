"""budgets/optimizer_budget.yaml: what it may say, and what an error says about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lift.errors import ConfigError
from lift.optimize.limits import ResultLimits
from lift.optimize.policy import load_policy, template_text

REPOSITORY = Path(__file__).resolve().parents[3]
Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes) -> Path:
        path = tmp_path / "optimizer_budget.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def test_the_shipped_file_is_the_template_and_has_the_shipped_roles() -> None:
    shipped = REPOSITORY / "budgets" / "optimizer_budget.yaml"

    assert shipped.read_text("utf-8") == template_text()
    policy = load_policy(shipped, "coder")
    assert policy.limits == ResultLimits()
    assert policy.caps.max_metric_calls is not None
    assert policy.caps.max_metric_calls > 0


def test_a_role_inherits_from_the_defaults_and_those_from_lift(write: Write) -> None:
    path = write(
        "schema_version: 1\n"
        "defaults:\n"
        "  search: {max_tokens: 1_000, max_wall_s: 2.5}\n"
        "  result: {tokens_increase_pct: 10}\n"
        "roles:\n"
        "  coder:\n"
        "    search:\n"
        "      max_tokens: 7\n"
        "      max_memory_mb:\n"
    )
    coder, other = load_policy(path, "coder"), load_policy(path, "other")

    assert (coder.caps.max_tokens, other.caps.max_tokens) == (7, 1000)
    assert (coder.caps.max_wall_s, coder.caps.max_memory_mb) == (2.5, None)
    assert coder.caps.max_model_calls == 1500
    assert coder.limits.tokens_increase_pct == 10
    assert coder.limits.min_improvement_pct == 15


HEAD = "schema_version: 1\nroles:\n  coder:\n"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 1, "empty"),
        ("# nothing\n", 1, "empty"),
        ("- a\n", 1, "mapping of keys"),
        ("roles: {}\n", 1, "'schema_version' is missing"),
        ("schema_version: 2\n", 1, "schema_version 2 is not known"),
        ("schema_version: 1\nbudget: 3\n", 2, "'budget' is not known"),
        (HEAD + "    serch: {}\n", 4, "'roles.coder.serch' is not known"),
        (
            HEAD + "    search:\n      max_token: 5\n",
            5,
            "'roles.coder.search.max_token' is not known",
        ),
        (HEAD + "    search:\n      max_tokens: -5\n", 5, "max_tokens' has to be a whole number"),
        (HEAD + "    search:\n      max_tokens: 5.5\n", 5, "not '5.5'"),
        (HEAD + "    search:\n      max_tokens: many\n", 5, "not 'many'"),
        (HEAD + "    search:\n      max_tokens: yes\n", 5, "not 'yes'"),
        (HEAD + "    search:\n      max_tokens: [1]\n", 5, "a single number"),
        (HEAD + "    search:\n      max_tokens: '5'\n", 5, "has to be a whole number"),
        (HEAD + "    search:\n      max_wall_s: .nan\n", 5, "has to be a number"),
        (HEAD + "    search:\n      max_wall_s: .inf\n", 5, "has to be a number"),
        (HEAD + "    search: 600\n", 4, "'roles.coder.search' has to be a mapping"),
        (HEAD + "    result:\n      min_improvement_pct:\n", 5, "has no value"),
        (HEAD + "    result:\n      max_dependency_violations: 0.5\n", 5, "a whole number"),
        (
            HEAD + "    search:\n      max_tokens: 1\n      max_tokens: 2\n",
            6,
            "'roles.coder.search.max_tokens' is written twice",
        ),
        (HEAD + "  coder:\n", 4, "'roles.coder' is written twice"),
        (HEAD + "    search:\n\t  max_tokens: 1\n", 5, "not valid YAML"),
        (HEAD + "    search: {max_tokens: 1\n", 5, "not valid YAML"),
        ("schema_version: 1\nroles: *nobody\n", 2, "not valid YAML"),
        ("schema_version: 1\n? [a]\n: 1\n", 2, "plain text"),
        ("schema_version: 1\ndefaults:\n  search: {max_tokens: x}\n", 3, "defaults.search.max_tok"),
        (b"schema_version: 1\nroles:\n  caf\xe9: {}\n", 3, "not UTF-8: byte 0xe9"),
    ],
)
def test_an_error_names_file_line_and_key(
    write: Write, content: str | bytes, line: int, words: str
) -> None:
    path = write(content)
    with pytest.raises(ConfigError) as caught:
        load_policy(path, "coder")

    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert words in str(caught.value)


def test_a_tab_is_named(write: Write) -> None:
    with pytest.raises(ConfigError) as caught:
        load_policy(write(HEAD + "    search:\n\t  max_tokens: 1\n"), "coder")
    assert "tab" in caught.value.hint


def test_a_mistake_in_another_role_is_found_too(write: Write) -> None:
    with pytest.raises(ConfigError, match="line 4: 'roles.coder.x'"):
        load_policy(write(HEAD + "    x: 1\n"), "planner")


def test_a_search_without_any_end_is_refused(write: Write) -> None:
    path = write(
        "schema_version: 1\ndefaults:\n  search:\n    max_metric_calls: null\n"
        "    max_model_calls: ~\n    max_tokens: null\n    max_wall_s: null\n"
    )
    with pytest.raises(ConfigError, match="no cap that ends it"):
        load_policy(path, "coder")


def test_a_missing_file_is_told_how_to_be_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        load_policy(tmp_path / "none.yaml", "coder")
    assert "lift init" in caught.value.hint


def test_a_file_with_a_byte_order_mark_is_read(write: Write) -> None:
    assert load_policy(write(b"\xef\xbb\xbfschema_version: 1\n"), "coder").limits == ResultLimits()
