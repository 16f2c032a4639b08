from decimal import Decimal
from typing import Any

import pytest

from catalog.words.product_setting import own_value_words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("min_qty", None, "Use Config Setting"),
        ("is_qty_decimal", None, "No"),
        ("is_qty_decimal", True, "Yes"),
        ("manage_stock", False, "No"),
        ("backorders", 2, "Allow Qty Below 0 and Notify Customer"),
        ("min_qty", Decimal("-50.0000"), "-50"),
        ("min_qty", "-50", "-50"),
    ],
)
def test_an_own_value_is_read_as_staff_write_it(name: str, value: Any, words: str) -> None:
    assert own_value_words(name, value) == words
