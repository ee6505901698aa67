"""The texts of LFT3xx. What finds them is `convert`, for files given and for those of a project."""

from __future__ import annotations

from lift.migrate.catalogue import RuleText
from lift.migrate.finding import Fix, Severity

__all__ = ["TEXTS", "text"]

TEXTS = (
    RuleText(
        code="LFT301",
        slug="saved-address-dropped",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        since="3.2.0",
        summary="The server's address in a saved program is dropped when it is loaded.",
        explanation=(
            "From 3.2.0 on `load` leaves out `api_base`, `base_url` and `model_list`, with a "
            "log warning only, and the program calls the public default address of its "
            "provider. From 3.3.0 on a file with an LM class of your own is refused. Where you "
            'trust the file: `program.load("agent.json", allow_unsafe_lm_state=True)`. An '
            "address that is the default anyway (Ollama on localhost:11434) is not reported."
        ),
    ),
    RuleText(
        code="LFT302",
        slug="saved-key-leaks",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        summary="A key that another DSPy version saved is sent to the model as an option.",
        explanation=(
            "`dspy.LM(**state)` takes every key that it does not know for an option of the "
            "model: `cache_in_memory` of files from before 3.0.3, `_dspy_lm_class` (3.3.0), "
            "`engine` and `prompt_cache` (3.4.0) on the way back. Lenient servers ignore it, "
            "strict ones answer 400, and in 3.4 it forces requests through LiteLLM. `lift "
            "migrate state` takes out what the target does not read; options of your own stay."
        ),
    ),
    RuleText(
        code="LFT303",
        slug="saved-secret",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        summary="A saved program holds a key or a token in clear text.",
        explanation=(
            "Until 3.0.3 `save` wrote the LM's `api_key` into the file. `lift migrate state` "
            "takes secrets out of the LM block, headers and logins in addresses included, and "
            "never shows them. The original still has them: revoke the key, and give the new "
            "one through the environment. What looks like a secret in demos or instructions is "
            "only reported."
        ),
    ),
    RuleText(
        code="LFT304",
        slug="saved-form-is-old",
        severity=Severity.ERROR,
        fix=Fix.NONE,
        since="2.6.0",
        summary="A saved program has a form that the target cannot load.",
        explanation=(
            "2.4 saved `signature_instructions`, 2.5 `extended_signature` beside `signature`, "
            "and neither said its version at first. Loading raises `KeyError: 'signature'`, "
            "`NotImplementedError: Loading extended_signature is no longer supported in DSPy "
            "2.6+` or `KeyError: 'metadata'`. `lift migrate state` converts them; a ReAct of "
            "2.4 has nothing that a later one could use, and is refused. NaN in a file is no "
            "JSON for 3.0.3."
        ),
    ),
    RuleText(
        code="LFT305",
        slug="saved-as-pickle",
        severity=Severity.ERROR,
        fix=Fix.NONE,
        since="3.0.0",
        summary="A program saved as a pickle cannot be loaded by the target.",
        explanation=(
            "A program folder of 2.x names modules that 3.0 does not have: "
            "`ModuleNotFoundError: No module named 'dspy.primitives.program'`. From 3.1.0 on "
            "pickles are refused unless `allow_pickle=True`. `lift migrate state FILE "
            "--allow-pickle` loads it in the environment of the version that wrote it and "
            "writes a JSON state; build the program in code and load that."
        ),
    ),
    RuleText(
        code="LFT306",
        slug="saved-defaults",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        since="3.0.4",
        summary="A saved LM leaves settings to defaults that are others in the target.",
        explanation=(
            "`temperature` 0.0 and `max_tokens` 4000 (1000 before 2.6.24) became the server's "
            "own at 3.0.4. What the file does not say is written down as the source version "
            "would have filled it in. A reasoning model's `max_completion_tokens` becomes "
            "`max_tokens`, which is the name that dspy.LM takes."
        ),
    ),
    RuleText(
        code="LFT307",
        slug="saved-ollama",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        since="3.4.0",
        summary="3.4 talks to Ollama in the OpenAI form.",
        explanation=(
            "`ollama_chat/m` goes to `/chat/completions` below the address, so the address "
            "needs `/v1`; an empty `api_key` raises `LMNotConfiguredError`. `num_ctx` and "
            "other options cannot be said in that form, and `top_k` is left out without a "
            "word. `lift migrate state` adds `/v1` where the request says the same in both "
            'forms, and otherwise writes `"engine": "litellm"`, which keeps the old request '
            "byte for byte."
        ),
    ),
    RuleText(
        code="LFT308",
        slug="saved-predictor-moved",
        severity=Severity.ERROR,
        fix=Fix.NONE,
        summary="A saved predictor has another path in the target.",
        explanation=(
            "Loading looks predictors up by path: `KeyError: 'cot.predict'`. ChainOfThought "
            "holds a predictor named `predict` since 2.6.0 and was one before; "
            "ProgramOfThought's last step became `generate_output` at 3.1.2, and its "
            "instructions ask for `SUBMIT()` in place of `final_answer()`. Both are renamed. "
            "Where your own classes moved: `--rename OLD=NEW`, or `--program module:Class`, "
            "which finds out."
        ),
    ),
    RuleText(
        code="LFT309",
        slug="saved-signature-changed",
        severity=Severity.ERROR,
        fix=Fix.NONE,
        summary="A saved program was made for another signature than the code has.",
        explanation=(
            "DSPy restores prefixes and descriptions by position and accepts any signature "
            "without a word, in every version. With `--program module:Class` lift compares the "
            "fields and the bootstrapped demos with those of the code and refuses to convert "
            "what does not fit."
        ),
    ),
    RuleText(
        code="LFT310",
        slug="demos-end-with-marker",
        severity=Severity.INFO,
        fix=Fix.NONE,
        since="3.0.0",
        summary="ChatAdapter ends the answers of demos with a marker that 2.x left out.",
        explanation=(
            "Each demo's answer ends with `[[ ## completed ## ]]` from 3.0.0 on. The request "
            "of a program with demos differs by these lines; nothing in the file can change "
            "that, and they teach the model how to end. Measure with `lift migrate verify`."
        ),
    ),
    RuleText(
        code="LFT311",
        slug="saved-lm-by-new-client",
        severity=Severity.WARNING,
        fix=Fix.NONE,
        since="3.4.0",
        summary="3.4 sends by its own client, which names the limit otherwise.",
        explanation=(
            "`openai/...` models get `max_completion_tokens` in place of `max_tokens`. OpenAI "
            "reads both; a server of your own that does not know the name sets no limit. With "
            'an address of your own lift writes `"engine": "litellm"`, which keeps the request '
            "as it was."
        ),
    ),
)
_BY_CODE = {one.code: one for one in TEXTS}


def text(code: str) -> RuleText:
    """Return the text of one code."""
    return _BY_CODE[code]
