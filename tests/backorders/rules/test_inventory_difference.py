"""The facts of a difference, as they are kept."""

import json

import pytest

from backorders.rules.inventory_difference import Difference, DifferenceKind


@pytest.mark.parametrize("kind", list(DifferenceKind))
def test_facts_are_kept_as_they_were(kind: DifferenceKind) -> None:
    found = Difference(kind, "EU", "BAG", "7", about="reserved", expected=("25.0000", "same"), found=())
    assert Difference.of(json.loads(json.dumps(found.facts))) == found


def test_money_alone_is_not_repaired() -> None:
    assert [kind for kind in DifferenceKind if not kind.is_repaired] == [DifferenceKind.PAYMENT, DifferenceKind.REFUND]
