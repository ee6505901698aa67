"""One saved program: the LM block, its server, secrets, names and fields."""

from __future__ import annotations

import copy
import json
from typing import Any, cast

import pytest
from tests.lift.migrate.state.state_kit import ollama, predictor, saved

from lift.errors import UsageError
from lift.migrate.state import Conversion, convert


def converted(document: dict[str, Any], target: str, **options: Any) -> Conversion:
    before = copy.deepcopy(document)
    result = convert(document, name="agent.json", target=target, **options)
    assert document == before, "the document given is left alone"
    again = convert(result.document, name="agent.json", target=target, **options)
    assert again.document == result.document, "a second conversion changes nothing"
    return result


def lm_of(document: dict[str, Any], target: str, **options: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", ask(converted(document, target, **options))["lm"])


def ask(result: Conversion) -> dict[str, Any]:
    """The state of the predictor `ask` after the conversion."""
    return cast("dict[str, Any]", result.document["ask"])


def codes(result: Conversion, *, harmful: bool | None = None) -> list[str]:
    return sorted(one.code for one in result.changes if harmful in (None, one.harmful))


# ------------------------------------------------------------------------------- the LM block


@pytest.mark.parametrize(
    ("target", "stays"), [("2.6.27", True), ("3.0.2", True), ("3.0.3", False), ("3.3.1", False)]
)
def test_cache_in_memory_stays_where_it_is_read(target: str, stays: bool) -> None:
    lm = lm_of(saved(ask=predictor(lm=ollama(cache_in_memory=False))), target)
    assert ("cache_in_memory" in lm) is stays


def test_cache_in_memory_goes_everywhere_when_it_is_the_default() -> None:
    result = converted(saved(ask=predictor(lm=ollama())), "3.0.1")
    assert "cache_in_memory" not in ask(result)["lm"]
    assert codes(result, harmful=True) == []


def test_on_the_way_back_the_newer_keys_go() -> None:
    own = {"_dspy_lm_class": "dspy.clients.lm.LM", "engine": "litellm", "rollout_id": 3}
    document = saved("3.4.1", ask=predictor(lm=ollama(**own, use_developer_role=False)))
    result = converted(document, "3.0.1")
    keys = {one.key for one in result.changes if one.code == "LFT302" and one.harmful}
    assert keys == {f"lm.{one}" for one in (*own, "use_developer_role")}
    assert "rollout_id" in lm_of(document, "3.0.4")


def test_an_option_of_the_user_with_such_a_name_stays() -> None:
    lm = lm_of(saved("2.6.27", ask=predictor(lm=ollama(engine="mine", rollout_id=1))), "3.0.1")
    assert (lm["engine"], lm["rollout_id"]) == ("mine", 1)


def test_unknown_keys_stay_everywhere() -> None:
    document = saved(ask=predictor(lm=ollama(mirostat=2), notes={"by": "me"}), retrieve={"k": 3})
    result = converted(document, "3.0.1")
    assert result.document["retrieve"] == {"k": 3}
    assert ask(result)["notes"] == {"by": "me"}
    assert ask(result)["lm"]["mirostat"] == 2


@pytest.mark.parametrize(
    ("source", "limit"), [("2.6.23", 1000), ("2.6.24", 4000), ("2.6.27", 4000), ("3.0.3", 4000)]
)
def test_defaults_of_the_source_are_written_down(source: str, limit: int) -> None:
    lm = ollama()
    del lm["temperature"], lm["max_tokens"]
    document = saved(source, ask=predictor(lm=lm))
    found = lm_of(document, "3.0.4")
    assert (found["temperature"], found["max_tokens"]) == (0.0, limit)
    assert "temperature" not in lm_of(document, "3.0.3")
    assert lm_of(document, "3.0.4", source="3.1.0").keys().isdisjoint({"temperature"})


def test_an_explicit_none_is_a_choice() -> None:
    lm = lm_of(saved("3.4.1", ask=predictor(lm=ollama(temperature=None))), "3.0.1")
    assert lm["temperature"] is None


def test_the_limit_of_a_reasoning_model_gets_the_name_that_loads() -> None:
    lm = ollama(model="openai/o3-mini", temperature=1.0, max_completion_tokens=20000)
    del lm["max_tokens"], lm["api_base"]
    found = lm_of(saved(ask=predictor(lm=lm)), "3.0.1")
    assert found["max_tokens"] == 20000
    assert "max_completion_tokens" not in found


# ------------------------------------------------------------------------------- its server


@pytest.mark.parametrize(("target", "told"), [("3.1.3", False), ("3.2.0", True), ("3.4.1", True)])
@pytest.mark.parametrize("key", ["api_base", "base_url", "model_list"])
def test_an_address_that_loading_drops_is_told_with_the_line(
    key: str, target: str, told: bool
) -> None:
    lm = ollama(model="openai/m", **{key: "http://models:8000/v1"})
    if key != "api_base":
        del lm["api_base"]
    result = converted(saved(ask=predictor(lm=lm)), target)
    lines = [one.advice for one in result.changes if one.code == "LFT301"]
    line = 'Load it so: program.load("agent.json", allow_unsafe_lm_state=True)'
    assert lines == ([line] if told else [])


def test_the_default_address_of_ollama_needs_no_line() -> None:
    result = converted(saved(ask=predictor(lm=ollama(api_base="http://localhost:11434"))), "3.4.1")
    assert "LFT301" not in codes(result)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://models:11434", "http://models:11434/v1"),
        ("http://models:11434/", "http://models:11434/v1"),
        ("http://models:11434/v1", "http://models:11434/v1"),
    ],
)
def test_ollama_gets_v1_from_3_4_on_and_loses_it_on_the_way_back(given: str, expected: str) -> None:
    document = saved(ask=predictor(lm=ollama(api_base=given)))
    assert lm_of(document, "3.4.1")["api_base"] == expected
    assert lm_of(document, "3.3.1")["api_base"] == given
    back = saved("3.4.1", ask=predictor(lm=ollama(api_base=expected)))
    assert lm_of(back, "3.0.1")["api_base"] == "http://models:11434"
    assert lm_of(back, "3.4.1")["api_base"] == expected


@pytest.mark.parametrize(
    ("option", "harmful"),
    [
        ({"num_ctx": 8192}, False),
        ({"keep_alive": "5m"}, False),
        ({"top_k": 4}, True),
        ({"frequency_penalty": 0.5}, True),
        ({"model": "ollama/tiny"}, True),
    ],
)
def test_what_the_openai_form_cannot_say_stays_with_litellm(
    option: dict[str, Any], harmful: bool
) -> None:
    result = converted(saved(ask=predictor(lm=ollama(**option))), "3.4.1")
    lm = ask(result)["lm"]
    assert (lm["engine"], lm["api_base"]) == ("litellm", "http://models:11434")
    assert ("LFT307" in codes(result, harmful=True)) is harmful


def test_an_empty_key_goes_only_where_it_raises() -> None:
    document = saved(ask=predictor(lm=ollama(api_key="")))
    assert "api_key" not in lm_of(document, "3.4.1")
    assert lm_of(document, "3.0.1")["api_key"] == ""


def test_a_server_of_ones_own_keeps_the_name_of_the_limit() -> None:
    own = ollama(model="openai/m", api_base="http://models:8000/v1", api_key="x")
    assert lm_of(saved(ask=predictor(lm=own)), "3.4.1")["engine"] == "litellm"
    del own["api_base"]
    result = converted(saved(ask=predictor(lm=own)), "3.4.1")
    assert "engine" not in ask(result)["lm"]
    assert codes(result, harmful=False) == ["LFT311"]


def test_an_own_lm_class_is_named() -> None:
    lm = ollama(_dspy_lm_class="app.models.Mine")
    forward = converted(saved("3.3.0", ask=predictor(lm=lm)), "3.4.1")
    assert any(
        "Refusing to import custom serialized LM class" in c.message for c in forward.changes
    )
    back = converted(saved("3.3.0", ask=predictor(lm=lm)), "3.0.1")
    assert any("program.set_lm(Mine(...))" in one.advice for one in back.changes)


# ------------------------------------------------------------------------------- secrets

KEY = "sk-proj-abcdefghijklmnop1234"


@pytest.mark.parametrize(
    ("block", "left"),
    [
        ({"api_key": "correct horse battery"}, {}),
        ({"api_key": KEY}, {}),
        ({"aws_secret_access_key": "abc/def+ghi"}, {}),
        (
            {"headers": {"Authorization": "Bearer abcdef", "X-Team": "a"}},
            {"headers": {"X-Team": "a"}},
        ),
        ({"launch_kwargs": {"token": "abcdef"}}, {"launch_kwargs": {}}),
        (
            {"model_list": [{"litellm_params": {"api_key": "abcdef", "model": "m"}}]},
            {"model_list": [{"litellm_params": {"model": "m"}}]},
        ),
        ({"note": f"use {KEY}"}, {}),
        ({"api_base": "https://me:pass@models:1"}, {"api_base": "https://models:1"}),
    ],
)
def test_secrets_of_the_lm_are_taken_out_and_never_told(
    block: dict[str, Any], left: dict[str, Any]
) -> None:
    lm = ollama(model="anthropic/m", **block)
    del lm["cache_in_memory"]
    result = converted(saved(ask=predictor(lm=lm)), "3.0.1")
    expected = {key: one for key, one in lm.items() if key not in block} | left
    assert ask(result)["lm"] == expected
    [change] = [one for one in result.changes if one.code == "LFT303"]
    told = f"{change.message} {change.did} {change.advice} {change.key}"
    for secret in ("correct horse", KEY, "abc/def", "abcdef", "me:pass"):
        assert secret not in told


@pytest.mark.parametrize("word", ["x", "EMPTY", "ollama", "not-needed", "lm-studio"])
def test_stand_ins_for_a_key_stay(word: str) -> None:
    assert lm_of(saved(ask=predictor(lm=ollama(api_key=word))), "3.0.1")["api_key"] == word


@pytest.mark.parametrize(
    ("model", "name"),
    [("anthropic/m", "ANTHROPIC"), ("ollama_chat/m", "OLLAMA"), ("together-ai/m", "TOGETHER_AI")],
)
def test_the_advice_names_the_variable(model: str, name: str) -> None:
    result = converted(saved(ask=predictor(lm=ollama(model=model, api_key=KEY))), "3.0.1")
    assert f"export {name}_API_KEY=..." in result.changes[0].advice


def test_a_secret_in_a_demo_is_told_and_stays() -> None:
    document = saved(ask=predictor(demos=[{"question": f"My key is {KEY}", "token": "the"}]))
    result = converted(document, "3.0.1")
    assert ask(result)["demos"] == document["ask"]["demos"]
    [change] = [one for one in result.changes if one.code == "LFT303"]
    assert (change.predictor, change.key, change.done) == ("ask", "demos[0].question", False)
    assert KEY not in change.message


# ------------------------------------------------------------------------------- names


def old_chain(**extra: Any) -> dict[str, Any]:
    """A ChainOfThought of 2.5.43."""
    fields = [
        {"prefix": "Question:", "description": "${question}"},
        {
            "prefix": "Reasoning: Let's think step by step in order to",
            "description": "${reasoning}",
        },
        {"prefix": "Answer:", "description": "${answer}"},
    ]
    signature = {"instructions": "Think.", "fields": fields}
    return predictor(signature=signature, extended_signature=signature) | extra


@pytest.mark.parametrize(
    ("old", "new"),
    [("self", "predict"), ("cot", "cot.predict"), ("a.steps[0]", "a.steps[0].predict")],
)
def test_chain_of_thought_keeps_a_predictor_of_its_own(old: str, new: str) -> None:
    predictors = {"first": predictor(), old: old_chain(), "last": predictor()}
    document = {**predictors, **saved("2.5.43")}
    assert list(converted(document, "3.0.1").document) == ["first", new, "last", "metadata"]


def test_the_inside_of_a_typed_predictor_is_only_suspected() -> None:
    result = converted(saved("2.5.43") | {"ask.predictor": predictor()}, "3.0.1")
    assert "ask.predictor" in result.document
    assert "--rename ask.predictor=ask" in result.changes[0].advice


def test_renames_take_everything_below_with_them() -> None:
    predictors = {"a.predict": predictor(), "a[0]": predictor(), "ab": predictor()}
    document = {**predictors, **saved()}
    result = converted(document, "3.0.1", renames={})
    assert "a.predict" in result.document
    renamed = convert(document, name="x", target="3.0.1", renames={"a": "b"})
    assert list(renamed.document) == ["b.predict", "b[0]", "ab", "metadata"]
    assert renamed.renamed == {"a"}
    with pytest.raises(UsageError, match="there already"):
        convert(document, name="x", target="3.0.1", renames={"a.predict": "ab"})


def test_the_react_of_2_4_is_refused_by_name() -> None:
    old: dict[str, Any] = {"lm": None, "traces": [], "demos": [], "signature_instructions": "Act."}
    result = convert({"react[0]": old}, name="x", target="3.0.1")
    assert result.blocked
    assert "react[0]" in result.changes[0].message


def test_a_predictor_without_a_signature_is_refused() -> None:
    result = convert(saved(ask={"demos": [], "traces": []}), name="x", target="3.0.1")
    assert result.blocked


# ------------------------------------------------------------------------------- the rest


def test_the_file_says_what_it_is_now_and_was() -> None:
    metadata = converted(saved(ask=predictor()), "3.0.1").document["metadata"]
    assert metadata == {
        "dependency_versions": {"python": "3.11", "dspy": "3.0.1", "cloudpickle": "3.1"},
        "lift_migrate": {"schema_version": 1, "saved_with": "2.6.27"},
    }


def test_further_on_the_first_origin_is_kept() -> None:
    first = converted(saved(ask=predictor()), "3.0.1").document
    metadata = convert(first, name="x", target="3.4.1").document["metadata"]
    assert isinstance(metadata, dict)
    assert metadata["lift_migrate"] == {"schema_version": 1, "saved_with": "2.6.27"}


def test_nan_becomes_null_where_the_parser_is_strict() -> None:
    document = json.loads(json.dumps(saved(ask=predictor(demos=[{"score": float("nan")}]))))
    result = convert(document, name="x", target="3.0.3")
    assert ask(result)["demos"] == [{"score": None}]
    assert "LFT304" in codes(result)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "2.5.43"}, "not 2.5.43"),
        ({"target": "latest"}, "'latest' is not a version"),
        ({"target": "3.0.1", "source": "old"}, "'old' is not a version"),
    ],
)
def test_versions_that_cannot_be_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        convert(saved(ask=predictor()), name="x", **options)


def test_a_file_that_does_not_say_its_version_needs_one() -> None:
    document: dict[str, Any] = {"ask": predictor(), "metadata": {}}
    with pytest.raises(UsageError) as caught:
        convert(document, name="x", target="3.0.1")
    assert "--from" in caught.value.hint
    assert convert(document, name="x", target="3.0.1", source="2.6.27").versions.saved.minor == 6
