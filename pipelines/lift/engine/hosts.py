"""Which host answers the next request: slots per host, several hosts, retries of lost contact."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar, final

import tenacity

from lift.engine.ports import ModelHost
from lift.engine.request import ModelInfo
from lift.errors import ConfigError, TransportError

__all__ = ["HostPool", "RetryPolicy"]

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often and when a request is sent again after the host could not be reached."""

    attempts: int = 3
    """Including the first one."""
    first_wait_s: float = 0.5
    """Doubled with each further attempt."""
    longest_wait_s: float = 8.0
    sleep: Callable[[float], None] = time.sleep

    def run(self, attempt: Callable[[], _Answer]) -> _Answer:
        """Call `attempt` until it answers; errors other than `TransportError` pass at once.

        Raises:
            TransportError: the last attempt failed, too.
        """
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.attempts),
            wait=tenacity.wait_exponential(
                multiplier=self.first_wait_s, max=self.longest_wait_s, exp_base=2
            ),
            retry=tenacity.retry_if_exception_type(TransportError),
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(attempt)


@final
class HostPool:
    """One model served in one or more places, each taking as many requests at once as it says."""

    def __init__(self, hosts: Sequence[ModelHost], *, retry: RetryPolicy) -> None:
        """Take the hosts, first choice first.

        Raises:
            ConfigError: there is no host.
        """
        if not hosts:
            raise ConfigError(
                "no host to ask",
                hint="name a model with --model or in lift.toml, as in ollama/NAME",
            )
        self.hosts = tuple(hosts)
        self.retry = retry
        self._free = [max(1, host.slots) for host in self.hosts]
        self._faults = [0] * len(self.hosts)
        self._changed = threading.Condition()
        self._info: ModelInfo | None = None

    @property
    def first(self) -> ModelHost:
        """The host that speaks for all: describes the model, bounds the prompts, names the key."""
        return self.hosts[0]

    def info(self) -> ModelInfo:
        """Describe the model; asks the hosts the first time.

        Raises:
            ConfigError: the hosts do not serve the same weights.
            TransportError: a host cannot be reached.
            ModelNotFound: a host does not have the model.
        """
        with self._changed:
            if self._info is None:
                infos = [self.retry.run(host.info) for host in self.hosts]
                self._compare(infos)
                self._info = infos[0]
            return self._info

    @contextmanager
    def slot(self, *, avoid: Collection[str] = ()) -> Generator[ModelHost, None, None]:
        """Hold a slot of the best free host; waits for one.

        Args:
            avoid: names of hosts that have just failed this request, taken when no other is free.
        """
        index = self._take(avoid)
        faults = 0
        try:
            yield self.hosts[index]
        except TransportError:
            faults = self._faults[index] + 1
            raise
        finally:
            with self._changed:
                self._faults[index] = faults
                self._free[index] += 1
                self._changed.notify()

    def close(self) -> None:
        """Close every host."""
        for host in self.hosts:
            host.close()

    def _take(self, avoid: Collection[str]) -> int:
        with self._changed:
            while True:
                free = [index for index, slots in enumerate(self._free) if slots > 0]
                if free:
                    best = min(free, key=lambda index: self._rank(index, avoid))
                    self._free[best] -= 1
                    return best
                self._changed.wait()

    def _rank(self, index: int, avoid: Collection[str]) -> tuple[bool, int, int, int]:
        """Order hosts: not just failed, fewest faults in a row, most free slots, first named."""
        failed = self.hosts[index].name in avoid
        return (failed, self._faults[index], -self._free[index], index)

    def _compare(self, infos: Sequence[ModelInfo]) -> None:
        first = infos[0]
        for host, info in zip(self.hosts[1:], infos[1:], strict=True):
            if info.digest is None or info.digest != first.digest:
                raise ConfigError(
                    f"{self.first.name} and {host.name} do not serve the same weights of "
                    f"{first.address}: {first.digest or 'unknown'} and {info.digest or 'unknown'}",
                    hint="pull the same model on every host, or use one host",
                )
