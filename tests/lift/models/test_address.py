from __future__ import annotations

import pytest

from lift.errors import UsageError
from lift.models.address import AddressKind, normalise_host, parse_address


@pytest.mark.parametrize(
    ("text", "kind", "name", "host"),
    [
        ("builtin", AddressKind.BUILTIN, "builtin", None),
        ("  builtin ", AddressKind.BUILTIN, "builtin", None),
        ("gguf:/models/a b.gguf", AddressKind.GGUF, "/models/a b.gguf", None),
        ("gguf:C@home.gguf", AddressKind.GGUF, "C@home.gguf", None),
        ("replay:run.jsonl", AddressKind.REPLAY, "run.jsonl", None),
        ("ollama/qwen3:8b", AddressKind.OLLAMA, "qwen3:8b", None),
        ("ollama/hf.co/me/m:Q4_K_M", AddressKind.OLLAMA, "hf.co/me/m:Q4_K_M", None),
        ("ollama/qwen3@mac", AddressKind.OLLAMA, "qwen3", "http://mac:11434"),
        ("ollama/qwen3@mac:8080", AddressKind.OLLAMA, "qwen3", "http://mac:8080"),
        ("ollama/qwen3@https://m.org", AddressKind.OLLAMA, "qwen3", "https://m.org:443"),
        ("ollama/q@https://m.org/ollama/", AddressKind.OLLAMA, "q", "https://m.org:443/ollama"),
        ("openai/gpt-4o-mini", AddressKind.LITELLM, "openai/gpt-4o-mini", None),
        ("openai/m@http://gpu:8000/v1", AddressKind.LITELLM, "openai/m", "http://gpu:8000/v1"),
        ("cloudflare/@cf/meta/llama", AddressKind.LITELLM, "cloudflare/@cf/meta/llama", None),
    ],
)
def test_forms(text: str, kind: AddressKind, name: str, host: str | None) -> None:
    address = parse_address(text)
    assert (address.kind, address.name, address.host) == (kind, name, host)


@pytest.mark.parametrize(
    "text",
    ["builtin", "gguf:/a.gguf", "replay:a.jsonl", "ollama/q:8b", "ollama/q@http://mac:11434"],
)
def test_an_address_survives_being_written(text: str) -> None:
    assert str(parse_address(text)) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("gguf:", "needs a path"),
        ("replay:", "needs a path"),
        ("ollama/", "has no model name"),
        ("ollama/@mac", "has no model name"),
        ("ollama/qwen3@", "has no host after the @"),
        ("ollama/qwen 3", "contains a space"),
        ("ollama/q@http://mac:port", "port in the host"),
        ("ollama/q@ftp://mac", "is not a host"),
        ("ollama", "incomplete"),
        ("builtin:2", "incomplete or too long"),
        ("gpt-4o", "is not a model address"),
        ("openai/", "is not a model address"),
        ("open ai/gpt", "is not a model address"),
    ],
)
def test_wrong_forms_say_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        parse_address(text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:11434"),
        (":8080", "http://127.0.0.1:8080"),
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("http://mac", "http://mac:80"),
        ("[::1]:9", "http://[::1]:9"),
        ("localhost/", "http://localhost:11434"),
    ],
)
def test_hosts_are_read_as_ollama_reads_them(text: str, url: str) -> None:
    assert normalise_host(text) == url


def test_a_password_is_not_shown() -> None:
    address = parse_address("ollama/q@https://me:secret@m.org")
    assert address.host == "https://me:secret@m.org:443"
    assert "secret" not in str(address)
    with pytest.raises(UsageError) as caught:
        parse_address("ollama/q@ftp://me:secret@m.org")
    assert "secret" not in caught.value.message
