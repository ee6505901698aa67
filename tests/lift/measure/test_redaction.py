from __future__ import annotations

import pytest
from pydantic import JsonValue

from lift.measure.redaction import redact, redact_text, secret_values

SECRET = "s3cr3t-value-of-mine"


def test_secret_variables_are_known_by_their_names() -> None:
    environment = {
        "OPENAI_API_KEY": SECRET,
        "GITHUB_TOKEN": "token-token-token",
        "DB_PASSWORD": "short",
        "PATH": "/usr/bin:/bin",
        "MAX_TOKENS": "600000000",
    }

    assert secret_values(environment) == {SECRET, "token-token-token"}


def test_secret_values_are_found_anywhere() -> None:
    document: JsonValue = {
        "a": [f"key={SECRET}!", {"b": SECRET}],
        "n": 3,
        "none": None,
        "yes": True,
    }

    assert redact(document, secrets=[SECRET]) == {
        "a": ["key=[redacted]!", {"b": "[redacted]"}],
        "n": 3,
        "none": None,
        "yes": True,
    }


@pytest.mark.parametrize(
    "key", ["api_key", "apiKey", "OPENAI_API_KEY", "password", "auth_token", "token", "secret"]
)
def test_secret_keys_lose_their_values(key: str) -> None:
    assert redact({key: "abc"}) == {key: "[redacted]"}


@pytest.mark.parametrize("key", ["max_tokens", "tokens", "monkey", "tokenizer", "keywords"])
def test_innocent_keys_keep_theirs(key: str) -> None:
    assert redact({key: "abc"}) == {key: "abc"}


@pytest.mark.parametrize(
    "text",
    [
        "sk-proj-abcdefghijklmnop1234",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "hf_abcdefghijklmnopqrstuvwx",
        "AKIAIOSFODNN7EXAMPLE",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    ],
)
def test_well_known_forms_are_taken_out_of_any_text(text: str) -> None:
    assert redact_text(f"before {text} after") == "before [redacted] after"


def test_bearer_tokens_and_passwords_in_urls() -> None:
    assert redact_text("Authorization: Bearer abc.def-123456") == "Authorization: Bearer [redacted]"
    assert redact_text("http://me:pw@host:1/x") == "http://[redacted]@host:1/x"
    assert redact_text("http://host:11434/api and a@b.c") == "http://host:11434/api and a@b.c"


@pytest.mark.parametrize("text", ["sk-learn", "def ask_user(): ...", "task-force-one", "1:2@3"])
def test_ordinary_text_stays(text: str) -> None:
    assert redact_text(text) == text
