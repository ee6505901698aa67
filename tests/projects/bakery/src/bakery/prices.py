"""What bread costs. Prices in cents, in the Café as outside."""

import functools
import math

SMALL_ORDER = 3
_RATES = {"café": 19, "take away": 7}
_RATES["street"] = 7


def order_price(loaves, price):
    """Price of an order; small orders pay 50 more."""
    total = loaves * price
    if loaves < SMALL_ORDER:
        total += 50
    return total


def with_tax(cents, place):
    """Add the tax of a place, rounded up."""
    if place not in _RATES:
        raise KeyError(place)
    return cents + _share(cents, _RATES[place])


def _share(cents, rate):
    return math.ceil(cents * rate / 100)


@functools.lru_cache(maxsize=None)
def steps(grams):
    """How many weighings of at most 500 g."""
    if grams <= 0:
        return 0
    return 1 + steps(grams - 500)


def label(name, grams):
    """Größe und Name – what stands on the bag."""
    text = f"{name}: {grams} g"
    if grams >= 1000:
        text = f"{name} (groß): {grams} g"
    return text


async def bake(loaves):
    """Async functions are left alone."""
    return loaves + 1


def unreached(loaves):
    """No test calls this."""
    return loaves - 1
