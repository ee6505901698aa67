from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from lift.engine.hosts import HostPool, RetryPolicy
from lift.errors import ConfigError, ModelNotFound, TransportError
from lift.testing import ScriptedHost


def make_pool(*hosts: ScriptedHost) -> HostPool:
    return HostPool(hosts, retry=RetryPolicy(sleep=lambda seconds: None))


def test_a_host_never_has_more_requests_than_slots() -> None:
    full = threading.Semaphore(0)
    hosts = (ScriptedHost(name="a", slots=1), ScriptedHost(name="b", slots=3))
    pool = make_pool(*hosts)
    together: dict[str, int] = {"a": 0, "b": 0}
    most = dict(together)
    lock = threading.Lock()

    def use(_: int) -> None:
        with pool.slot() as host:
            with lock:
                together[host.name] += 1
                most[host.name] = max(most[host.name], together[host.name])
                if sum(together.values()) == 4:
                    full.release()
            full.acquire(timeout=0.01)
            with lock:
                together[host.name] -= 1

    with ThreadPoolExecutor(12) as workers:
        list(workers.map(use, range(60)))
    assert most == {"a": 1, "b": 3}


def test_free_slots_are_shared_out() -> None:
    pool = make_pool(ScriptedHost(name="a", slots=2), ScriptedHost(name="b", slots=2))
    with pool.slot() as first, pool.slot() as second, pool.slot() as third, pool.slot() as fourth:
        assert [host.name for host in (first, second, third, fourth)] == ["a", "b", "a", "b"]


def test_a_host_that_failed_is_avoided_while_there_is_another() -> None:
    pool = make_pool(ScriptedHost(name="a"), ScriptedHost(name="b"))
    with pool.slot(avoid=["a"]) as host:
        assert host.name == "b"
    with pool.slot(avoid=["a", "b"]) as host:
        assert host.name == "a"


def test_a_host_with_faults_comes_last_until_it_answers() -> None:
    pool = make_pool(ScriptedHost(name="a"), ScriptedHost(name="b", slots=1))
    with pytest.raises(TransportError), pool.slot():
        raise TransportError("reset")
    with pool.slot() as host:
        assert host.name == "b"
        with pool.slot() as other:
            assert other.name == "a"
    with pool.slot() as host:
        assert host.name == "a"


def test_hosts_must_serve_the_same_weights() -> None:
    with pytest.raises(ConfigError, match="a and b do not serve the same weights of m: d1 and d2"):
        make_pool(
            ScriptedHost(name="a", address="m", digest="d1"),
            ScriptedHost(name="b", address="m", digest="d2"),
        ).info()
    with pytest.raises(ConfigError, match="unknown and unknown"):
        make_pool(ScriptedHost(digest=None), ScriptedHost(digest=None)).info()
    assert make_pool(ScriptedHost(digest=None)).info().digest is None
    assert make_pool(ScriptedHost(), ScriptedHost()).info().digest == "d1"


def test_asking_for_the_model_is_tried_again_as_well() -> None:
    refused = TransportError("connection refused")
    slow = ScriptedHost(info_errors=[refused, refused])
    assert make_pool(slow).info().address == "scripted"

    with pytest.raises(ModelNotFound):
        make_pool(ScriptedHost(info_errors=[refused, ModelNotFound("no")])).info()


def test_waits_grow_up_to_a_limit() -> None:
    waits: list[float] = []

    def fail() -> None:
        raise TransportError("reset")

    with pytest.raises(TransportError):
        RetryPolicy(attempts=6, sleep=waits.append).run(fail)
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0]
