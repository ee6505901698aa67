"""The clients of single providers, rewritten into the `dspy.LM` that sends what they sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from lift.migrate.check import Versions, check
from lift.migrate.finding import Finding

VERSIONS = Versions(source="2.5.43", target="3.0.1")
CALLS = {
    "dspy.OpenAI()": 'dspy.LM("openai/gpt-3.5-turbo-instruct", model_type="text", temperature=0.0, '
    "max_tokens=150)",
    "dspy.OpenAI('gpt-4', KEY, temperature=0.7)": "dspy.LM('openai/gpt-4', api_key=KEY, "
    "temperature=0.7, max_tokens=150)",
    'dspy.OpenAI(model="text-davinci-003", max_tokens=9)': 'dspy.LM("openai/text-davinci-003", '
    'model_type="text", max_tokens=9, temperature=0.0)',
    'dspy.OpenAI(model=os.environ["M"], system_prompt=None)': 'dspy.LM("openai/" + os.environ["M"],'
    " temperature=0.0, max_tokens=150)",
    'dspy.AzureOpenAI(api_base=URL, api_version="v", deployment_id="d")': 'dspy.LM("azure/d", '
    'api_base=URL, api_version="v", temperature=0.0, max_tokens=150)',
    'dspy.OllamaLocal("phi3", temperature=0.5)': 'dspy.LM("ollama_chat/phi3", top_p=1, top_k=20, '
    "temperature=0.5, max_tokens=150, num_ctx=1024)",
    'dspy.HFClientVLLM(model="a/b", port=8000, url="http://h")': 'dspy.LM("openai/a/b", '
    'api_base="http://h:8000/v1", api_key="none", model_type="text", temperature=0.0, '
    "max_tokens=150)",
    'dspy.HFClientVLLM(model=NAME, port=PORT, model_type="chat")': 'dspy.LM(f"openai/{NAME}", '
    'api_base=f"http://localhost:{PORT}/v1", api_key="none", temperature=0.0, max_tokens=150)',
    'dspy.HFClientVLLM(model="m", port=None, url=["http://h:1"])': 'dspy.LM("openai/m", '
    'api_base="http://h:1/v1", api_key="none", model_type="text", temperature=0.0, max_tokens=150)',
    'dspy.Google("models/gemini-1.5-pro", KEY)': 'dspy.LM("gemini/gemini-1.5-pro", api_key=KEY, '
    "temperature=0.0, max_tokens=2048)",
    'dspy.GROQ(KEY, "llama3-8b")': 'dspy.LM("groq/llama3-8b", api_key=KEY, temperature=0.0, '
    "max_tokens=150)",
    'dspy.Cohere("command-r", stop_sequences=["x"])': 'dspy.LM("cohere_chat/command-r", '
    'stop=["x"], temperature=0.0, max_tokens=2000)',
}
REFUSED = {
    'dspy.OpenAI(model="gpt-4o", system_prompt="Be terse")': "no system prompt",
    'dspy.OpenAI(model="gpt-4o", api_provider="azure", deployment_id="d")': "the provider is",
    'dspy.OpenAI(model="o1-mini")': "a reasoning model",
    'dspy.OllamaLocal(model="m", system="Be terse")': "no system prompt",
    'dspy.HFClientVLLM(model="m", port=1, url=["http://a:1", "http://b:1"])': "several servers",
    'dspy.HFModel(model="m")': "in this process",
    "dspy.OpenAI(**options)": "",
}


def found(folder: Path, call: str) -> Finding:
    (folder / "program.py").write_text(f"import dspy\n\nlm = {call}\n")
    (one,) = check([folder], root=folder, versions=VERSIONS, select=["LFT106"]).findings
    return one


@pytest.mark.parametrize("call", CALLS)
def test_the_new_call_asks_for_the_same(tmp_path: Path, call: str) -> None:
    (edit,) = found(tmp_path, call).edits

    assert edit.text == CALLS[call]


@pytest.mark.parametrize("call", REFUSED)
def test_what_has_no_counterpart_is_left_and_said(tmp_path: Path, call: str) -> None:
    one = found(tmp_path, call)

    assert one.edits == ()
    assert REFUSED[call] in one.advice


@pytest.mark.parametrize(
    ("call", "new"),
    [
        ("dspy.TypedPredictor(S, max_retries=3, wrap_json=True)", "dspy.Predict(S)"),
        ("dspy.TypedPredictor(S, temperature=0.3)", "dspy.Predict(S, temperature=0.3)"),
        (
            "dspy.TypedChainOfThought(S, reasoning=R, max_retries=3)",
            "dspy.ChainOfThought(S, rationale_field=R)",
        ),
        ('dspy.TypedPredictor(S, "Instructions")', ""),
    ],
)
def test_options_of_typed_predictors_do_not_go_to_the_model(
    tmp_path: Path, call: str, new: str
) -> None:
    text = f"import dspy\n\npredict = {call}\n"
    (tmp_path / "program.py").write_text(text)
    (one,) = check([tmp_path], root=tmp_path, versions=VERSIONS).findings

    for edit in one.edits:
        text = text[: edit.start] + edit.text + text[edit.end :]

    assert text == f"import dspy\n\npredict = {new or call}\n"
