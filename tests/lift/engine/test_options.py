from __future__ import annotations

import pytest

from lift.engine.options import plain_json, refuse_secrets, without_secrets
from lift.errors import UsageError

SECRET = [
    "api_key",
    "apikey",
    "OPENAI_API_KEY",
    "aws_secret_access_key",
    "aws_access_key_id",
    "token",
    "hf_token",
    "auth_token",
    "azure_ad_token",
    "aws_session_token",
    "password",
    "authorization",
    "headers",
    "extra_headers",
    "default_headers",
    "vertex_credentials",
    "cookie",
]
HARMLESS = [
    "max_tokens",
    "min_tokens",
    "top_k",
    "seed",
    "stop",
    "stop_token_ids",
    "bad_token",
    "num_keep",
    "keep_alive",
    "logit_bias",
    "presence_penalty",
    "skip_special_tokens",
    "eos_token",
]


@pytest.mark.parametrize("name", SECRET)
def test_names_of_secrets_are_known(name: str) -> None:
    assert without_secrets({name: "x", "deep": {name: "x"}}) == {"deep": {}}
    for options in ({name: "x"}, {"deep": {name: "x"}}):
        with pytest.raises(UsageError, match=name):
            refuse_secrets(options)


@pytest.mark.parametrize("name", HARMLESS)
def test_sampling_options_stay(name: str) -> None:
    assert without_secrets({name: 1}) == {name: 1}
    refuse_secrets({name: 1})


def test_values_become_plain_json() -> None:
    assert plain_json({"a": [1, (2.5, None)], "b": {"c": True}}) == {
        "a": (1, (2.5, None)),
        "b": {"c": True},
    }
    with pytest.raises(UsageError, match="the model option tools is a set"):
        plain_json({"tools": {1, 2}})
