"""One started DSPy per version for all tests of the legacy programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from tests.lift.migrate.legacy.environments import python_of
from tests.lift.migrate.legacy.theatre import GetTheatre, Theatre


@pytest.fixture(scope="session")
def theatre() -> Iterator[GetTheatre]:
    """A started DSPy by its version; each is imported once."""
    started: dict[str, Theatre] = {}
    with ExitStack() as stack:

        def get(version: str) -> Theatre:
            if version not in started:
                started[version] = stack.enter_context(Theatre(python_of(version)))
            return started[version]

        yield get
