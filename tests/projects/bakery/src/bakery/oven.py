"""An oven with a memory."""

from bakery.prices import order_price


class Oven:
    """Bakes trays; `full` when it can take no more."""

    def __init__(self, trays):
        self.trays = trays
        self.inside = []

    def put(self, kind, minutes):
        """Put a tray in."""
        if len(self.inside) >= self.trays:
            raise ValueError("full")
        self.inside.append((kind, minutes))
        note = """in:
  {}""".format(kind)
        return note

    @property
    def longest(self):
        """Minutes until everything is done."""
        return max((minutes for _, minutes in self.inside), default=0)

    @staticmethod
    def worth(loaves, price):
        """What a batch brings."""
        return order_price(loaves, price) - 20


def counter(start):
    """A function that counts on from `start`."""
    count = start

    def following(step=1):
        nonlocal count
        count = count + step
        return count

    return following


def wait(minutes):
    """Count down."""
    passed = 0
    while minutes > 0:
        minutes = minutes - 1
        passed = passed + 1
    return passed
