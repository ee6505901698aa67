"""The clients of one provider each, as there were until 2.5, and the `dspy.LM` that asks the same.

What is said of them is that of 2.5.43, read from its sources; 2.4.17 has the same. Used by
`client_edits`, and by the rule about them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["CLIENTS", "Client"]

_NO_PROMPT = "dspy.LM has no system prompt of its own: put it into the signature's instructions"
_PROCESS = (
    "It ran the model in this process. Serve the model (Ollama, vLLM, llama.cpp) and use "
    'dspy.LM("openai/NAME", api_base="http://HOST:PORT/v1", api_key="none").'
)
_SPECIAL = (
    "Nothing calls this provider for you any more: inherit from dspy.BaseLM and implement "
    "forward, or reach the model through a server that speaks the OpenAI form."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One old client: how its model is called now, and what it sent without being told."""

    prefix: str = ""
    """What stands before the model's name."""
    advice: str = ""
    """What to do where a call cannot be rewritten at all."""
    parameters: tuple[str, ...] = ("model",)
    """Names of the positional parameters, in order."""
    model: str = ""
    """The model that it took when none was given."""
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    """New names of keywords; empty for those that are dropped."""
    refused: Mapping[str, str] = field(default_factory=dict[str, str])
    """Why a call with this keyword cannot be rewritten."""
    defaults: Mapping[str, str] = field(default_factory=dict[str, str])
    """What it set by itself."""
    sampling: Mapping[str, str] = field(default_factory=dict[str, str])
    """What it set by itself and matters only above temperature 0."""
    server: str = ""
    """The default `url`, where it talks to a server at `url` and `port` in the OpenAI form."""
    form: Literal["chat", "text", "model"] = "chat"
    """Which endpoint it used where `model_type` was not given: by the model's name for `model`."""


_USUAL = {"temperature": "0.0", "max_tokens": "150"}
_GPT_REFUSED = {
    "system_prompt": _NO_PROMPT,
    "http_client": "dspy.LM takes no http_client",
    "api_provider": "the provider is the first part of the model's name now, such as azure/",
    "engine": "an Azure deployment is dspy.LM('azure/DEPLOYMENT', api_base=..., api_version=...)",
    "deployment_id": "an Azure deployment is dspy.LM('azure/DEPLOYMENT', api_base=...)",
}
_GOOGLE = {"max_output_tokens": "max_tokens", "stop_sequences": "stop", "candidate_count": "n"}
_SERVED = {"http_request_kwargs": "dspy.LM takes no http_request_kwargs"}
_GROQ = Client(
    prefix="groq/",
    parameters=("api_key", "model"),
    model="mixtral-8x7b-32768",
    defaults=_USUAL,
)
_CLAUDE = Client(
    prefix="anthropic/",
    parameters=("model", "api_key", "api_base"),
    model="claude-3-opus-20240229",
    renamed={"num_generations": "n"},
    defaults={"temperature": "0.0", "max_tokens": "4096"},
    sampling={"top_k": "1"},
)
_CLOSED = {
    **dict.fromkeys(("HFModel", "ChatModuleClient", "LlamaCpp", "TensorRTModel"), _PROCESS),
    **dict.fromkeys(("PremAI", "Clarifai", "ClarifaiLLM", "You"), _SPECIAL),
    **{
        name: f'Use dspy.LM("{model}", ...) and dspy.configure(lm=...).'
        for name, model in {
            "Anyscale": "openai/NAME",
            "Databricks": "databricks/NAME",
            "Bedrock": "bedrock/NAME",
            "Sagemaker": "sagemaker/NAME",
            "AWSModel": "bedrock/NAME",
            "AWSMistral": "bedrock/NAME",
            "AWSAnthropic": "bedrock/NAME",
            "AWSMeta": "bedrock/NAME",
            "Watsonx": "watsonx/NAME",
            "CloudflareAI": "cloudflare/NAME",
            "Snowflake": "snowflake/NAME",
        }.items()
    },
}

CLIENTS: Mapping[str, Client] = {
    "OpenAI": Client(
        prefix="openai/",
        parameters=("model", "api_key", "api_provider", "api_base", "base_url", "model_type"),
        model="gpt-3.5-turbo-instruct",
        renamed={"base_url": "api_base", "default_headers": "extra_headers"},
        refused=_GPT_REFUSED,
        defaults=_USUAL,
        form="model",
    ),
    "MultiOpenAI": Client(
        prefix="openai/",
        parameters=("model", "api_key", "api_provider", "api_base", "model_type"),
        renamed={"api_provider": ""},
        refused={"system_prompt": _NO_PROMPT},
        defaults=_USUAL,
    ),
    "AzureOpenAI": Client(
        prefix="azure/",
        parameters=("api_base", "api_version", "model", "api_key", "model_type"),
        model="gpt-3.5-turbo-instruct",
        refused={"system_prompt": _NO_PROMPT},
        defaults=_USUAL,
    ),
    "OllamaLocal": Client(
        prefix="ollama_chat/",
        parameters=("model", "model_type", "base_url", "timeout_s", "temperature", "max_tokens"),
        model="llama2",
        renamed={"base_url": "api_base", "timeout_s": "timeout", "model_type": ""},
        refused={"system": _NO_PROMPT},
        defaults={**_USUAL, "num_ctx": "1024"},
        sampling={"top_p": "1", "top_k": "20"},
    ),
    "Claude": _CLAUDE,
    "Anthropic": _CLAUDE,
    "Cohere": Client(
        prefix="cohere_chat/",
        parameters=("model", "api_key", "stop_sequences"),
        model="command-r",
        renamed={"stop_sequences": "stop", "p": "top_p", "k": "top_k", "num_generations": ""},
        defaults={"temperature": "0.0", "max_tokens": "2000"},
    ),
    "Google": Client(
        prefix="gemini/",
        parameters=("model", "api_key", "safety_settings"),
        model="models/gemini-1.0-pro",
        renamed={**_GOOGLE, "num_generations": "n"},
        defaults={"temperature": "0.0", "max_tokens": "2048"},
        sampling={"top_k": "1"},
    ),
    "GoogleVertexAI": Client(
        prefix="vertex_ai/",
        model="text-bison@002",
        renamed={
            **_GOOGLE,
            "project": "vertex_project",
            "location": "vertex_location",
            "credentials": "vertex_credentials",
        },
        defaults={"temperature": "0.7", "max_tokens": "1024"},
        sampling={"top_k": "1"},
    ),
    "Mistral": Client(
        prefix="mistral/",
        parameters=("model", "api_key"),
        model="mistral-medium-latest",
        defaults={"temperature": "0.17", "max_tokens": "150"},
    ),
    "GROQ": _GROQ,
    "GroqLM": _GROQ,
    "Together": Client(
        prefix="together_ai/",
        parameters=("model", "api_base", "api_key"),
        renamed={"use_chat_api": ""},
        defaults={"temperature": "0.0", "max_tokens": "512"},
        sampling={"top_p": "1", "top_k": "20"},
    ),
    "HFClientVLLM": Client(
        prefix="openai/",
        parameters=("model", "port", "model_type", "url"),
        refused={**_SERVED, "system_prompt": _NO_PROMPT},
        server="http://localhost",
        defaults=_USUAL,
        form="text",
    ),
    "HFClientTGI": Client(
        prefix="openai/",
        parameters=("model", "port", "url"),
        refused=_SERVED,
        server="http://future-hgx-1",
        defaults={"temperature": "0.01", "max_tokens": "75"},
        sampling={"top_p": "0.97"},
    ),
    "HFClientSGLang": Client(
        prefix="openai/",
        parameters=("model", "port", "url"),
        server="http://localhost",
        defaults={"temperature": "0.01", "max_tokens": "75", "top_p": "0.97"},
        form="text",
    ),
    **{name: Client(advice=advice) for name, advice in _CLOSED.items()},
}
"""By the name that the client had in `dspy`."""
