import pytest
from bakery.oven import Oven, counter, wait


@pytest.fixture
def oven():
    return Oven(1)


def test_put(oven):
    """A full oven takes nothing."""
    assert oven.put("rye", 40) == "in:\n  rye"
    assert oven.longest == 40
    with pytest.raises(ValueError, match="full"):
        oven.put("rye", 1)


def test_worth():
    assert Oven.worth(3, 100) == 280


def test_counter():
    following = counter(5)
    assert following() == 6
    assert following(2) == 8


def test_wait():
    assert wait(3) == 3


def test_broken():
    assert wait(3) == 4


@pytest.mark.skip
def test_later():
    assert wait(1) == 1
