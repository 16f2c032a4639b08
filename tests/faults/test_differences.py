"""What `make faults` calls a loss."""

from typing import Any

import pytest

from tests.faults.demo_shop import differences_of
from tests.faults.shopper import Attempt


def order(checkout: str = "a", *, mails: int = 1) -> dict[str, Any]:
    return {"email": "ada@example.org", "checkout": checkout, "mails": mails}


@pytest.mark.parametrize(
    ("told", "orders", "wrong"),
    [
        ("a", [order()], 0),
        ("", [], 0),
        ("", [order()], 0),  # the answer was lost, and the shopper did not ask again
        ("a", [], 1),
        ("a", [order("b")], 1),
        ("", [order(), order("b")], 1),
        ("a", [order(mails=0)], 1),
        ("a", [order(mails=2)], 1),
    ],
)
def test_a_told_order_is_there_once_with_one_confirmation(told: str, orders: list[dict[str, Any]], wrong: int) -> None:
    assert len(differences_of([Attempt("ada@example.org", told)], orders)) == wrong
