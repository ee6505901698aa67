"""flags.json: flagd's format, lift's rules, and errors for what is broken."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from lift.errors import ConfigError, UsageError
from lift.project import Project
from lift.rollout.flags import BASELINE, Flag, FlagFile, flag_key, variant_of
from lift.rollout.switch import add_version, set_flag
from lift.store.records import FlagHistory

OLD, NEW = "a" * 16, "b" * 16
FLAG = "OPTIMIZE_CODER"


@pytest.fixture
def file(project: Project) -> FlagFile:
    return FlagFile(project.flags_path)


def added(file: FlagFile, history: FlagHistory, version: str) -> Flag:
    return add_version(
        file=file, history=history, role="coder", version=version, actor="test", now=1.0
    )


def test_names_follow_the_role() -> None:
    assert flag_key("coder") == FLAG
    assert flag_key("my-own role.2") == "OPTIMIZE_MY_OWN_ROLE_2"
    assert (variant_of(OLD), variant_of(BASELINE)) == (f"v-{OLD}", BASELINE)


def test_without_a_file_or_a_flag_everybody_gets_the_baseline(
    file: FlagFile, history: FlagHistory
) -> None:
    assert file.version_for(FLAG) == BASELINE
    assert file.flags() == ()
    added(file, history, OLD)
    assert file.version_for("OPTIMIZE_PLANNER", key="ann") == BASELINE


def test_the_first_version_is_in_use_and_later_ones_wait(
    file: FlagFile, history: FlagHistory
) -> None:
    added(file, history, OLD)
    flag = added(file, history, NEW)

    assert file.version_for(FLAG) == OLD
    assert set(flag.variants) == {BASELINE, f"v-{OLD}", f"v-{NEW}"}
    assert added(file, history, NEW) == flag
    assert len(history.of_flag(FLAG)) == 2


@pytest.mark.parametrize("variant", [NEW, f"v-{NEW}"])
def test_a_variant_is_chosen_by_its_name_or_its_version(
    file: FlagFile, history: FlagHistory, variant: str
) -> None:
    added(file, history, OLD)
    added(file, history, NEW)
    set_flag(file=file, history=history, flag=FLAG, variant=variant, actor="ann", now=7.0)

    assert file.version_for(FLAG) == NEW
    change = history.of_flag(FLAG)[-1]
    assert (change.actor, change.changed) == ("ann", 7.0)
    assert change.before is not None
    assert change.after is not None
    assert (change.before["defaultVariant"], change.after["defaultVariant"]) == (
        f"v-{OLD}",
        f"v-{NEW}",
    )


def test_a_gradual_rollout_sticks_to_its_keys_and_only_grows(
    file: FlagFile, history: FlagHistory
) -> None:
    added(file, history, OLD)
    added(file, history, NEW)
    users = [f"user-{number}" for number in range(400)]
    reached: set[str] = set()
    for percent in (10, 25, 50, 100):
        set_flag(
            file=file,
            history=history,
            flag=FLAG,
            variant=NEW,
            percent=percent,
            actor="t",
            now=1.0,
        )
        now = {user for user in users if file.version_for(FLAG, key=user) == NEW}
        assert reached <= now
        assert abs(len(now) / 4 - percent) < 6
        reached = now
    assert file.version_for(FLAG) == NEW


def test_without_a_key_a_gradual_rollout_gives_the_default(
    file: FlagFile, history: FlagHistory, caplog: pytest.LogCaptureFixture
) -> None:
    added(file, history, OLD)
    added(file, history, NEW)
    flag = set_flag(
        file=file, history=history, flag=FLAG, variant=NEW, percent=99, actor="t", now=1.0
    )

    assert flag.shares == {f"v-{NEW}": 99, f"v-{OLD}": 1}
    assert file.version_for(FLAG) == OLD
    assert not caplog.records
    back = set_flag(
        file=file, history=history, flag=FLAG, variant=NEW, percent=0, actor="t", now=1.0
    )
    assert (back.shares, back.default) == ({}, f"v-{OLD}")


@pytest.mark.parametrize(
    ("flag", "variant", "percent", "words"),
    [
        ("OPTIMIZE_PLANNER", BASELINE, 100, "no flag OPTIMIZE_PLANNER"),
        (FLAG, NEW, 100, "no variant"),
        (FLAG, BASELINE, 101, "not a percentage"),
        (FLAG, BASELINE, -1, "not a percentage"),
    ],
)
def test_what_cannot_be_set_is_refused(
    file: FlagFile, history: FlagHistory, flag: str, variant: str, percent: int, words: str
) -> None:
    added(file, history, OLD)
    before = file.path.read_bytes()
    with pytest.raises(UsageError, match=words):
        set_flag(
            file=file,
            history=history,
            flag=flag,
            variant=variant,
            percent=percent,
            actor="t",
            now=1.0,
        )
    assert file.path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"flags": {"OPTIMIZE_CODER": {"state": "ENAB', "line 1: not JSON"),
        ("", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"flags": []}', "'flags' is not a JSON object"),
        ('{"flags": {"OPTIMIZE_CODER": {}}}', "OPTIMIZE_CODER has no variants"),
        ('{"flags": {"OPTIMIZE_CODER": 1}}', "has no variants"),
        (
            '{"flags": {"OPTIMIZE_CODER": {"variants": {"a": "a"}, "defaultVariant": "b"}}}',
            "no variant 'b'",
        ),
        (
            '{"flags": {"OPTIMIZE_CODER": {"variants": {"a": 1}, "defaultVariant": "a"}}}',
            "not text",
        ),
        (
            '{"flags": {"OPTIMIZE_CODER": {"state": "ON", "variants": {"baseline": "baseline"}}}}',
            "use ENABLED or DISABLED",
        ),
        ('{"metadata": {"liftSchemaVersion": 9}, "flags": {}}', "newer lift"),
    ],
)
def test_a_broken_file_is_an_error_and_never_overwritten(
    file: FlagFile, history: FlagHistory, content: str, words: str
) -> None:
    file.path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        file.version_for(FLAG, key="ann")
    with pytest.raises(ConfigError):
        added(file, history, OLD)
    assert file.path.read_text(encoding="utf-8") == content
    assert history.of_flag(FLAG) == ()


def test_rules_of_people_s_own_are_flagd_s_business(file: FlagFile, history: FlagHistory) -> None:
    added(file, history, OLD)
    document = json.loads(file.path.read_text(encoding="utf-8"))
    document["flags"][FLAG]["targeting"] = {
        "if": [{"ends_with": [{"var": "targetingKey"}, "@example.org"]}, "baseline", None]
    }
    document["flags"]["OTHER"] = {
        "state": "DISABLED",
        "variants": {"on": "on"},
        "defaultVariant": "on",
    }
    file.path.write_text(json.dumps(document), encoding="utf-8")

    assert file.version_for(FLAG, key="ann@example.org") == BASELINE
    assert file.version_for(FLAG, key="bob@example.com") == OLD
    assert file.version_for("OTHER", key="x") == BASELINE
    assert [flag.key for flag in file.flags()] == [FLAG, "OTHER"]
    added(file, history, NEW)
    assert "OTHER" in json.loads(file.path.read_text(encoding="utf-8"))["flags"]


def test_rules_that_flagd_cannot_evaluate_are_an_error(
    file: FlagFile, history: FlagHistory
) -> None:
    added(file, history, OLD)
    document = json.loads(file.path.read_text(encoding="utf-8"))
    document["flags"][FLAG]["targeting"] = {"if": [True, "nowhere", None]}
    file.path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be evaluated"):
        file.version_for(FLAG, key="ann")


def test_a_flag_that_does_not_add_up_is_not_written(file: FlagFile) -> None:
    with pytest.raises(UsageError, match="add up to 100"):
        file.write(Flag(key=FLAG, default=BASELINE, shares={BASELINE: 40}))
    with pytest.raises(UsageError, match="no variant 'x'"):
        file.write(Flag(key=FLAG, default="x"))


def test_two_writers_lose_nothing(file: FlagFile) -> None:
    flags = [Flag(key=f"F{number}", default=BASELINE) for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(file.write, flags))
    assert len(file.flags()) == 24
