"""Keys and tokens that a saved program holds in clear text: found, taken out, never shown.

Up to 3.0.3, `program.save` wrote the api_key of an LM into the file. What the LM block holds is
taken out; text that the program itself needs (demos, instructions) is only reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from lift.migrate.secret_forms import SECRET_TEXT, is_secret_name
from lift.migrate.state.draft import Draft, Json, JsonObject

__all__ = ["find_secrets", "masked", "take_secrets"]

_NO_SECRETS = frozenset(
    {
        *("", "x", "xx", "xxx", "none", "null", "empty", "ollama", "local", "dummy", "fake"),
        *("na", "n/a", "no-key", "not-needed", "not_needed", "sk-no-key-required", "lm-studio"),
        *("unused", "anything", "placeholder", "key", "api_key", "api-key", "bearer", "any"),
        *("test", "vllm"),
    }
)
"""What people write where a server wants a key and does not look at it."""
_MASK = "***"


def take_secrets(draft: Draft) -> None:
    """Take the secrets out of every LM block, and report those that stand elsewhere."""
    for name, entry in draft.predictors():
        lm = entry.get("lm")
        if isinstance(lm, dict):
            for key in _taken(lm, ""):
                draft.report(
                    "LFT303",
                    f"A secret stands in clear text under `{key}`.",
                    did="It is not in the converted file, but still in the original and wherever "
                    "that was committed.",
                    predictor=name,
                    key=f"lm.{key}",
                    advice=_where_to(lm, key),
                )
    for name, value in draft.document.items():
        for key, _ in find_secrets(value):
            draft.report(
                "LFT303",
                f"Something that looks like a secret stands in clear text under `{key}`. It may be "
                "part of what the program says, so lift leaves it there.",
                predictor=name,
                key=key,
                advice="Take it out by hand, and revoke it if it was ever committed.",
            )


def find_secrets(value: Json, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the place and the text of everything that has the form of a key or a token."""
    if isinstance(value, str):
        for found in SECRET_TEXT.finditer(value):
            yield path, found.group()
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from find_secrets(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from find_secrets(one, f"{path}[{at}]")


def masked(document: JsonObject) -> JsonObject:
    """Return a copy to show to people: every secret is `***`."""
    return {key: _masked(value, in_lm=False) for key, value in document.items()}


def _masked(value: Json, *, in_lm: bool) -> Json:
    if isinstance(value, str):
        return SECRET_TEXT.sub(_MASK, value)
    if isinstance(value, list):
        return [_masked(one, in_lm=in_lm) for one in value]
    if isinstance(value, dict):
        return {
            key: _MASK
            if in_lm and _is_secret(key, one)
            else _masked(one, in_lm=in_lm or key == "lm")
            for key, one in value.items()
        }
    return value


def _is_secret(key: str, value: Json) -> bool:
    """Whether the name of a key says so, and the value is none of the usual stand-ins."""
    if not is_secret_name(key) or value is None or isinstance(value, (bool, int, float)):
        return False
    if isinstance(value, str):
        return value.strip().lower().removeprefix("bearer ") not in _NO_SECRETS
    return bool(value)


def _taken(block: JsonObject, path: str) -> Iterator[str]:
    """Take the secrets out of a block of settings; yields the keys they stood under."""
    for key, value in list(block.items()):
        below = f"{path}.{key}" if path else key
        if _is_secret(key, value):
            del block[key]
            yield below
        elif isinstance(value, str) and SECRET_TEXT.search(value):
            cleaned = _without_login(value)
            block[key] = cleaned
            if SECRET_TEXT.search(cleaned):
                del block[key]
            yield below
        elif isinstance(value, dict):
            yield from _taken(value, below)
        elif isinstance(value, list):
            for at, one in enumerate(value):
                if isinstance(one, dict):
                    yield from _taken(one, f"{below}[{at}]")


def _without_login(text: str) -> str:
    """Return an address without `user:password@`."""
    if "://" not in text:
        return text
    parts = urlsplit(text)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _where_to(lm: JsonObject, key: str) -> str:
    if key != "api_key":
        return "Revoke it, and give it to the LM in the code, from the environment."
    provider = str(lm.get("model", "")).partition("/")[0].upper().replace("-", "_") or "OPENAI"
    name = f"{provider.removesuffix('_CHAT')}_API_KEY"
    return f"Revoke it, make a new one, and give it through the environment: export {name}=..."
