import bakery.prices
import pytest
from bakery.prices import label, order_price, steps, with_tax


def test_order_price_small():
    """Fewer than three loaves pay 50 more.

    Not three themselves.
    """
    assert order_price(2, 100) == 250
    assert order_price(3, 100) == 300


def test_order_price_more():
    assert 1000 == order_price(10, price=100)


class TestTax:
    def test_known_place(self):
        """Tax is rounded up."""
        assert with_tax(100, "café") == 119
        assert bakery.prices.with_tax(101, "street") == 109

    def test_unknown_place(self):
        with pytest.raises(KeyError):
            with_tax(100, "moon")


@pytest.mark.parametrize("grams, count", [(0, 0), (500, 1), (501, 2)])
def test_steps(grams, count):
    assert steps(grams) == count


def test_label_größe():
    assert label("Brötchen", 60) == "Brötchen: 60 g"
    assert label("Laib", 1000) == "Laib (groß): 1000 g"
