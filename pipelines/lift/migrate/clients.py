"""From a client of one provider, as there were until 2.5, to the `dspy.LM` that asks the same."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from lift.migrate.finding import Edit
from lift.migrate.view import ModuleView

__all__ = ["CLIENTS", "Client", "rewritten"]

_OLLAMA = {"temperature": "0.0", "max_tokens": "150", "num_ctx": "1024"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One old client: how its model is called now, and what it sent without being told.

    The defaults are those of 2.5.43, read from its sources.
    """

    prefix: str
    """What stands before the model's name."""
    parameters: tuple[str, ...] = ("model",)
    """Names of the positional parameters, in order."""
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    """New names of keywords; empty for those that are dropped."""
    defaults: Mapping[str, str] = field(default_factory=dict[str, str])
    """What it set by itself."""
    known: bool = True
    """Whether a call can be rewritten at all."""
    server: bool = False
    """Whether it talks to a server at `url` and `port` that speaks the OpenAI form."""


def _hosted(prefix: str, max_tokens: str, temperature: str = "0.0") -> Client:
    return Client(prefix=prefix, defaults={"temperature": temperature, "max_tokens": max_tokens})


_GPT = {"base_url": "api_base", "api_provider": "", "system_prompt": "", "http_client": ""}
_SERVED = {"http_request_kwargs": ""}
CLIENTS: Mapping[str, Client] = {
    "OpenAI": Client(
        prefix="openai/",
        parameters=("model", "api_key", "api_provider", "api_base", "base_url", "model_type"),
        renamed=_GPT,
        defaults={"temperature": "0.0", "max_tokens": "150"},
    ),
    "AzureOpenAI": Client(
        prefix="azure/",
        parameters=("api_base", "api_version", "model", "api_key", "model_type"),
        renamed={"azure_ad_token_provider": "azure_ad_token_provider"},
        defaults={"temperature": "0.0", "max_tokens": "150"},
    ),
    "OllamaLocal": Client(
        prefix="ollama_chat/",
        parameters=("model", "model_type", "base_url", "timeout_s", "temperature", "max_tokens"),
        renamed={"base_url": "api_base", "timeout_s": "timeout", "model_type": "", "system": ""},
        defaults=_OLLAMA,
    ),
    "Claude": _hosted("anthropic/", "4096"),
    "Anthropic": _hosted("anthropic/", "4096"),
    "Cohere": _hosted("cohere/", "2000"),
    "Google": _hosted("gemini/", "2048"),
    "GoogleVertexAI": _hosted("vertex_ai/", "1024", "0.7"),
    "Mistral": _hosted("mistral/", "150", "0.17"),
    "GROQ": _hosted("groq/", "150"),
    "GroqLM": _hosted("groq/", "150"),
    "Together": _hosted("together_ai/", "512"),
    "HFClientVLLM": Client(
        prefix="openai/",
        parameters=("model", "port", "model_type", "url"),
        renamed=_SERVED,
        server=True,
        defaults={"temperature": "0.0", "max_tokens": "75"},
    ),
    "HFClientTGI": Client(
        prefix="openai/",
        parameters=("model", "port", "url"),
        renamed=_SERVED,
        server=True,
        defaults={"temperature": "0.01", "max_tokens": "75"},
    ),
    **{
        name: Client(prefix=prefix, known=False)
        for name, prefix in {
            "Anyscale": "anyscale/",
            "Databricks": "databricks/",
            "Bedrock": "bedrock/",
            "Sagemaker": "sagemaker/",
            "AWSMistral": "bedrock/",
            "AWSAnthropic": "bedrock/",
            "AWSMeta": "bedrock/",
            "Watsonx": "watsonx/",
            "PremAI": "premai/",
            "Clarifai": "clarifai/",
            "ClarifaiLLM": "clarifai/",
            "CloudflareAI": "cloudflare/",
            "Snowflake": "snowflake/",
            "You": "openai/",
            "HFModel": "openai/",
            "HFClientSGLang": "openai/",
            "ChatModuleClient": "openai/",
            "LlamaCpp": "openai/",
            "TensorRTModel": "openai/",
            "MultiOpenAI": "openai/",
        }.items()
    },
}
"""By the name that the client had in `dspy`."""


def rewritten(call: ast.Call, client: Client, view: ModuleView) -> tuple[Edit, ...]:
    """The edit that makes a `dspy.LM` of a call; none where it cannot be told what was passed."""
    hidden = any(keyword.arg is None for keyword in call.keywords)
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    if not client.known or hidden or starred or len(call.args) > len(client.parameters):
        return ()
    if "#" in view.segment(call):
        return ()
    given = dict(zip(client.parameters, call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
    model = _model(given.pop("model", None), client.prefix, view)
    if model is None or not isinstance(call.func, ast.Attribute):
        return ()
    options = _address(given, view) if client.server else dict[str, str]()
    for name, value in given.items():
        new = client.renamed.get(name, name)
        if new:
            options[new] = view.segment(value)
    for name, text in client.defaults.items():
        options.setdefault(name, text)
    arguments = ", ".join([model, *(f"{name}={text}" for name, text in options.items())])
    return (view.replaced(call, f"{view.segment(call.func.value)}.LM({arguments})"),)


def _model(node: ast.expr | None, prefix: str, view: ModuleView) -> str | None:
    """The model with its provider before it, as source text."""
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = view.segment(node)
        return f"{text[0]}{prefix}{text[1:]}" if text[0] in "\"'" else None
    text = view.segment(node)
    return None if any(mark in text for mark in "\"'{}\n") else f'f"{prefix}{{{text}}}"'


def _address(given: dict[str, ast.expr], view: ModuleView) -> dict[str, str]:
    """The address of a server that was given by url and port."""
    url, port = given.pop("url", None), given.pop("port", None)
    host = "http://localhost" if url is None else view.constant(url)
    number = None if port is None else view.constant(port)
    if isinstance(host, str) and isinstance(number, (int, str)):
        return {"api_base": f'"{host}:{number}/v1"', "api_key": '"none"'}
    parts = [view.segment(one) for one in (url, port) if one is not None]
    joined = ":".join(f"{{{part}}}" for part in parts)
    before = "" if url is not None else "http://localhost:"
    return {"api_base": f'f"{before}{joined}/v1"', "api_key": '"none"'}
