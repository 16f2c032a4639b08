"""What is said of each kind of difference, from the facts as JSON keeps them."""

import json

import pytest

from backorders.rules.inventory_difference import Difference, DifferenceKind
from backorders.words.inventory_difference import difference_words

DAY = ("5.0000", "2.0000", "0.0000", "50.00", "20.00", "0.00", "2026-03-02")


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (
            Difference(DifferenceKind.SHARING, "EU", expected=("DE", "same"), found=()),
            "EU: the stocks that share its sources differ from the links: expected with DE, the same sources, found shares none",
        ),
        (
            Difference(DifferenceKind.SHARING, "EU", expected=("same",), found=("same", "same")),
            (
                "EU: the stocks that share its sources differ from the links: expected with same, some sources, "
                "found with same, the same sources"
            ),
        ),
        (
            Difference(DifferenceKind.LEVEL, "EU", "BAG", about="reserved", expected=("25.0000",), found=("7.0000",)),
            "EU, BAG: reserved differs from the ledger: expected 25, found 7",
        ),
        (
            Difference(DifferenceKind.PROMISE, "EU", "BAG", "7", expected=("1.5000",), found=("0",)),
            "EU, BAG, order #7: the ledger differs from the open units of the order: expected 1.5, found 0",
        ),
        (
            Difference(DifferenceKind.PAYMENT, order_number="7", about="USD", expected=("3.00",), found=("0.00",)),
            "Order #7: captured money differs from what was invoiced less refunded: expected USD 3.00, found USD 0.00",
        ),
        (
            Difference(DifferenceKind.REFUND, order_number="7", about="USD", expected=("3.00",), found=("Sent", "")),
            "Order #7: a refund was not confirmed: expected USD 3.00 given back, found Sent",
        ),
        (
            Difference(DifferenceKind.DAY, "EU", "BAG", "7", about="2026-03-04", expected=DAY, found=()),
            (
                "EU, BAG, order #7: what is kept of 2026-03-04 differs from the ledger: expected 5 became owed, 2 served, "
                "0 given up (50, 20, 0; owed since 2026-03-02), found no change"
            ),
        ),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Difference) else "",
)
def test_each_kind_is_told_from_what_is_kept(difference: Difference, said: str) -> None:
    kept = Difference.of(json.loads(json.dumps(difference.facts)))
    assert (kept, str(difference_words(kept))) == (difference, said)
