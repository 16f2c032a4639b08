"""What `make faults` calls a loss."""

import json
from typing import Any

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from tests.factories.catalog import product_with_stock
from tests.faults.books import print_books
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


@pytest.mark.django_db
def test_the_books_tell_what_was_bought_and_that_all_numbers_agree(capsys: pytest.CaptureFixture[str]) -> None:
    placed = place_order(
        lines={product_with_stock(quantity=2): 1},
        email="ada7@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )
    print_books()
    told = {"email": "ada7@example.org", "checkout": str(placed.checkout), "mails": 1}
    assert json.loads(capsys.readouterr().out) == [[told], []]
