"""What the errors of Ollama, of its client and of the network mean, and what to do about each."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager

import httpx
import ollama

from lift.errors import ModelError, ModelNotFound, PromptTooLong, TransportError
from lift.models.address import public_host

__all__ = ["model_missing", "translated"]

_NAMES = ("Name or service not known", "nodename nor servname", "getaddrinfo", "name resolution")
_BUSY = frozenset({408, 425, 429})


@contextmanager
def translated(url: str, model: str, timeout_s: float) -> Generator[None, None, None]:
    """Turn every failure of a request inside the block into an error of lift."""
    where = public_host(url)
    try:
        yield
    except ollama.ResponseError as error:
        raise _from_response(error, where, model) from error
    except (ConnectionError, httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise _unreachable(error, where) from error
    except httpx.TimeoutException as error:
        raise TransportError(
            f"Ollama at {where} said nothing for {timeout_s:g} seconds",
            hint="a large model may still be loading: raise timeout_s, or run `ollama run "
            f"{model or 'NAME'}` once before",
        ) from error
    except json.JSONDecodeError as error:
        if error.pos == 0 and error.doc.strip():
            raise _not_ollama(where, "an answer that is not JSON") from error
        raise _broken_off(error, where) from error
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
        raise _broken_off(error, where) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise ModelError(f"{where} is not a usable address: {_first_line(error)}") from error
    except (
        ValueError,
        TypeError,
        AttributeError,
    ) as error:  # the client trusts the server's shapes
        raise _not_ollama(where, "an answer that is not Ollama's") from error
    except httpx.HTTPError as error:
        raise TransportError(
            f"the request to Ollama at {where} failed: {_first_line(error)}"
        ) from error


def model_missing(url: str, model: str, names: Sequence[str]) -> ModelNotFound:
    """Return the error for a model that the server has not pulled, naming those that it has."""
    has = f"it has {', '.join(sorted(names)[:8])}" if names else "it has no models at all"
    return ModelNotFound(
        f"Ollama at {public_host(url)} does not have the model {model!r}; {has}",
        hint=f"ollama pull {model}",
    )


def _from_response(error: ollama.ResponseError, where: str, model: str) -> ModelError:
    message, status = _first_line(error.error), error.status_code
    lowered = message.lower()
    if status == 404:
        if "not found" in lowered and "model" in lowered:
            return ModelNotFound(
                f"Ollama at {where} does not have the model {model!r}", hint=f"ollama pull {model}"
            )
        return _not_ollama(where, "404 for Ollama's own addresses")
    if status in {401, 403}:
        return ModelError(
            f"{where} refused the request with {status}: {message}",
            hint="check its access rules or OLLAMA_API_KEY",
        )
    if "context length" in lowered or "context size" in lowered:
        return PromptTooLong(
            f"Ollama at {where} says that the prompt of {model} is too long: {message}"
        )
    if "format" in lowered or "grammar" in lowered or "schema" in lowered:
        return ModelError(
            f"Ollama at {where} refused the response schema: {message}",
            hint="correct the output types of the program, or update Ollama (0.5 or newer)",
        )
    if "system memory" in lowered:
        return ModelError(
            f"Ollama at {where} cannot load {model}: {message}",
            hint="use a smaller model or free memory",
        )
    if status in _BUSY or status >= 500 or status < 0:
        told = f"with status {status}" if status > 0 else "in the middle of an answer"
        return TransportError(
            f"Ollama at {where} failed {told}: {message}", hint="look at the server's log"
        )
    return ModelError(f"Ollama at {where} refused the request with {status}: {message}")


def _broken_off(error: Exception, where: str) -> TransportError:
    return TransportError(
        f"Ollama at {where} broke off in the middle of an answer: {_first_line(error)}",
        hint="look at the server's log; it may have run out of memory",
    )


def _unreachable(error: Exception, where: str) -> TransportError:
    cause = str(error.__context__ or error)
    if any(part in cause for part in _NAMES):
        return TransportError(
            f"the host of {where} has no address: there is no machine of that name",
            hint="check the name after the @ in the model address",
        )
    if isinstance(error, httpx.ConnectTimeout):
        return TransportError(
            f"no answer from {where} while connecting",
            hint="check that the machine is on and no firewall is between",
        )
    return TransportError(
        f"nothing answers at {where}",
        hint="start it with `ollama serve`, or check the host in the model address",
    )


def _not_ollama(where: str, what: str) -> ModelError:
    return ModelError(
        f"something else than Ollama answers at {where}: it gave {what}",
        hint="check the address; an OpenAI-compatible server is named openai/NAME@URL",
    )


def _first_line(error: object) -> str:
    text = str(error).strip().splitlines()
    return text[0][:300] if text else type(error).__name__
