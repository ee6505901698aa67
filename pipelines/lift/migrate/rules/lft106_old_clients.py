"""The clients of one provider each (`dspy.OpenAI`, `dspy.OllamaLocal`, ...) are gone.

Removed in 2.6.0, with the package `dsp`. There is one client, `dspy.LM("provider/model", ...)`.
"""

from lift.migrate.finding import Fix, Severity
from lift.migrate.gone import Gone, visitors
from lift.migrate.rule import Example, Rule

_PROVIDERS = {
    "OpenAI": "openai/NAME",
    "AzureOpenAI": "azure/NAME",
    "Claude": "anthropic/NAME",
    "Anthropic": "anthropic/NAME",
    "Cohere": "cohere/NAME",
    "Google": "gemini/NAME",
    "GoogleVertexAI": "vertex_ai/NAME",
    "Mistral": "mistral/NAME",
    "GROQ": "groq/NAME",
    "GroqLM": "groq/NAME",
    "Together": "together_ai/NAME",
    "Anyscale": "anyscale/NAME",
    "Databricks": "databricks/NAME",
    "Bedrock": "bedrock/NAME",
    "Sagemaker": "sagemaker/NAME",
    "AWSMistral": "bedrock/NAME",
    "AWSAnthropic": "bedrock/NAME",
    "AWSMeta": "bedrock/NAME",
    "Watsonx": "watsonx/NAME",
    "PremAI": "premai/NAME",
    "Clarifai": "clarifai/NAME",
    "ClarifaiLLM": "clarifai/NAME",
    "CloudflareAI": "cloudflare/NAME",
    "Snowflake": "snowflake/NAME",
    "You": "openai/NAME",
    "OllamaLocal": "ollama_chat/NAME",
    "HFModel": "openai/NAME",
    "HFClientTGI": "openai/NAME",
    "HFClientVLLM": "openai/NAME",
    "HFClientSGLang": "openai/NAME",
    "ChatModuleClient": "openai/NAME",
    "LlamaCpp": "openai/NAME",
    "TensorRTModel": "openai/NAME",
    "MultiOpenAI": "openai/NAME",
}


def _gone(provider: str) -> Gone:
    local = provider.startswith("openai/") and provider != "openai/NAME"
    server = ', api_base="http://HOST:PORT/v1"' if local else ""
    return Gone(advice=f'Use dspy.LM("{provider}"{server}, ...) and dspy.configure(lm=...).')


RULE: Rule = Rule(
    code="LFT106",
    slug="old-clients",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="2.6.0",
    summary="the clients of single providers are gone; dspy.LM is the one client",
    visitors=visitors(
        lambda: RULE, {f"dspy.{name}": _gone(provider) for name, provider in _PROVIDERS.items()}
    ),
    examples=(
        Example(
            old="2.5.43",
            new="2.6.27",
            line=3,
            before="""\
import dspy

print(callable(dspy.OpenAI))
""",
            after="""\
import dspy

print(callable(dspy.LM))
""",
        ),
    ),
)
