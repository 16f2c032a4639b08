"""What several holders keep of products that somebody wants to delete is added up."""

from decimal import Decimal

from catalog.rules.held_units import HeldUnits, all_held


def held(orders: int, units: int, *values: tuple[str, int], then: str) -> HeldUnits:
    return HeldUnits(orders, Decimal(units), tuple((code, Decimal(amount)) for code, amount in values), (then, "Both."))


def test_orders_units_and_amounts_add_up_by_currency() -> None:
    together = all_held([held(1, 3, ("USD", 5), then="A."), held(2, 4, ("USD", 7), ("EUR", 1), then="B.")])
    assert (together.orders, together.units, together.values) == (3, 7, (("EUR", 1), ("USD", 12)))
    assert together.then == ("A.", "Both.", "B.")


def test_the_mark_changes_with_orders_and_units() -> None:
    assert [each.mark for each in (held(2, 30, then=""), held(0, 3, then=""), all_held([]))] == ["2:3E+1", "", ""]


def test_what_else_names_them_is_told_by_each_and_changes_the_mark() -> None:
    one, other = HeldUnits(besides=("In 1 delivery.",)), HeldUnits(besides=("1 supply.",))
    together = all_held([one, held(1, 2, then=""), other])
    assert together.besides == ("In 1 delivery.", "1 supply.")
    assert len({one.mark, other.mark, together.mark, HeldUnits().mark}) == 4
