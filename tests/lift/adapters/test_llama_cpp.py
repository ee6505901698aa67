from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lift.adapters.llama_cpp import LlamaCppHost
from lift.engine.request import ModelRequest
from lift.errors import MissingDependency, ModelError, ModelNotFound, PromptTooLong
from lift.testing.tiny_model import write_tiny_model

pytest.importorskip("xllamacpp")

Ask = Callable[..., ModelRequest]
SCHEMA = {
    "type": "object",
    "properties": {"answer": {"type": "integer"}, "sure": {"type": "boolean"}},
    "required": ["answer", "sure"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaCppHost]:
    path = write_tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf")
    opened = LlamaCppHost(address="gguf:tiny", path=path, slots=2, separate=True)
    yield opened
    opened.close()


def test_info_comes_from_the_file(host: LlamaCppHost) -> None:
    info = host.info()
    assert info.address == "gguf:tiny"
    assert info.digest is not None
    assert info.digest.startswith("sha256:")
    assert info.context_tokens == 512
    assert info.details["architecture"] == "llama"


def test_answers_with_exact_figures(host: LlamaCppHost, ask: Ask) -> None:
    answer = host.complete(ask("hello"))
    # one token per byte, and the three markers of the template
    assert answer.prompt_tokens == len("hello") + 3
    assert answer.completion_tokens == 20
    assert answer.finish_reason == "length"
    assert answer.latency_ms > 0


def test_equal_requests_get_equal_answers_in_any_company(host: LlamaCppHost, ask: Ask) -> None:
    alone = [host.complete(ask(f"question {number}")).text for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(host.complete, ask(f"question {number}")) for number in range(12)]
        together = [call.result().text for call in calls]
    assert together == alone
    assert len(set(alone)) > 6  # the prompts do matter


def test_another_seed_gives_another_sample(host: LlamaCppHost, ask: Ask) -> None:
    texts = {
        host.complete(ask(temperature=1.5, options={"seed": seed})).text for seed in (1, 2, 1, 2)
    }
    assert len(texts) == 2


def test_prompt_cache_is_off(host: LlamaCppHost, ask: Ask) -> None:
    first = host.complete(ask("the same long prompt " * 10))
    again = host.complete(ask("the same long prompt " * 10))
    assert again.prompt_tokens == first.prompt_tokens > 200
    assert again.text == first.text


def test_a_schema_is_obeyed(host: LlamaCppHost, ask: Ask) -> None:
    for number in range(5):
        request = ask(f"question {number}", response_schema=SCHEMA, max_tokens=200)
        answer = host.complete(request)
        if answer.finish_reason == "stop":
            assert json.loads(answer.text).keys() == {"answer", "sure"}
        assert answer.text.lstrip().startswith("{")


def test_any_json_is_an_object(host: LlamaCppHost, ask: Ask) -> None:
    answer = host.complete(ask(response_schema={}, max_tokens=100))
    assert answer.text.lstrip().startswith("{")


def test_a_stop_text_ends_the_answer_before_it(host: LlamaCppHost, ask: Ask) -> None:
    whole = host.complete(ask(response_schema=SCHEMA, max_tokens=200)).text
    cut = host.complete(ask(response_schema=SCHEMA, max_tokens=200, options={"stop": ("sure",)}))
    assert cut.text == whole.partition("sure")[0]
    assert cut.finish_reason == "stop"


def test_the_bound_is_never_below_the_truth(host: LlamaCppHost, ask: Ask) -> None:
    for text in ("", "a", "äöü€" * 20, "    " * 40, "<|user|>" * 10):
        request = ask(text)
        assert host.count_bound(request) >= host.complete(request).prompt_tokens


def test_a_prompt_over_the_context_is_refused_with_the_numbers(
    host: LlamaCppHost, ask: Ask
) -> None:
    with pytest.raises(PromptTooLong, match=r"the prompt has 903 tokens.* is 512"):
        host.complete(ask("x" * 900))


def test_wrong_schema_is_an_error_and_not_ignored(host: LlamaCppHost, ask: Ask) -> None:
    with pytest.raises(ModelError, match="names the type 'strang'"):
        host.complete(ask(response_schema={"type": "strang"}))


def test_unknown_option_is_an_error_and_not_ignored(host: LlamaCppHost, ask: Ask) -> None:
    with pytest.raises(ModelError, match="has no option loudness") as caught:
        host.complete(ask(options={"loudness": 11}))
    assert "top_p" in caught.value.hint


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match=r"there is no model file .*nothing\.gguf"):
        LlamaCppHost(address="gguf:x", path=tmp_path / "nothing.gguf").info()


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "photo.gguf"
    path.write_bytes(b"\x89PNG\r\n" + b"x" * 1000)
    with pytest.raises(ModelError, match="does not begin with the letters GGUF"):
        LlamaCppHost(address="gguf:x", path=path).info()


def test_a_model_whose_weights_are_cut_off(tmp_path: Path, tiny_model: Path, ask: Ask) -> None:
    path = tmp_path / "cut.gguf"
    path.write_bytes(tiny_model.read_bytes()[:-5000])
    host = LlamaCppHost(address="gguf:x", path=path)
    with pytest.raises(ModelError, match=r"cannot load .*cut\.gguf: the file is damaged"):
        host.complete(ask())


def test_num_ctx_narrows_the_context(tiny_model: Path, ask: Ask) -> None:
    host = LlamaCppHost(address="gguf:x", path=tiny_model, num_ctx=256)
    assert host.info().context_tokens == 256
    with pytest.raises(PromptTooLong, match="is 256"):
        host.complete(ask("x" * 300))
    host.close()


def test_closed_host_loads_again(tiny_model: Path, ask: Ask) -> None:
    host = LlamaCppHost(address="gguf:x", path=tiny_model)
    before = host.complete(ask()).text
    host.close()
    host.close()
    assert host.complete(ask()).text == before
    host.close()


def test_without_the_package_the_extra_is_named(
    tiny_model: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(MissingDependency, match="needs xllamacpp") as caught:
        LlamaCppHost(address="gguf:x", path=tiny_model).complete(ask())
    assert "lift-dspy[builtin]" in caught.value.hint


def _run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


OPEN = """
import os
from pathlib import Path
from lift.models.registry import open_host, try_model
host = open_host("gguf:{path}")
try_model(host, "hello")
"""


def test_it_says_nothing_on_its_own(tiny_model: Path, lift_environment: dict[str, str]) -> None:
    done = _run(OPEN.format(path=tiny_model), lift_environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_forked_child_gets_an_error_instead_of_hanging(
    tiny_model: Path, lift_environment: dict[str, str]
) -> None:
    code = OPEN.format(path=tiny_model) + textwrap.dedent(
        """
        child = os.fork()
        if child == 0:
            for again in (host, open_host(f"gguf:{PATH}")):
                try:
                    try_model(again, "hello")
                except Exception as error:
                    print(type(error).__name__, error, flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        """
    ).replace("{PATH}", str(tiny_model))
    done = _run(code, lift_environment)
    assert done.stdout.count("EnvironmentFault") == 2, done.stderr
    assert "fork" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_listens_on_the_loopback_address_only_and_behind_a_key(
    tiny_model: Path, lift_environment: dict[str, str]
) -> None:
    code = OPEN.format(path=tiny_model) + textwrap.dedent(
        """
        import urllib.request, urllib.error
        mine = {os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")
                if os.path.exists(f"/proc/self/fd/{fd}")}
        for table in ("tcp", "tcp6"):
            for line in open(f"/proc/net/{table}").read().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and f"socket:[{fields[9]}]" in mine:
                    place, port = fields[1].split(":")
                    print("listens", place)
                    url = f"http://127.0.0.1:{int(port, 16)}/v1/chat/completions"
                    try:
                        urllib.request.urlopen(urllib.request.Request(url, b"{}"), timeout=5)
                        print("open")
                    except urllib.error.HTTPError as error:
                        print("refused", error.code)
        """
    )
    done = _run(code, lift_environment)
    assert done.stdout.split("\n") == ["listens 0100007F", "refused 401", ""], done.stderr
