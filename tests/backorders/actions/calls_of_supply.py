"""How actions on incoming supply are called with what no form would send."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from catalog.actions.incoming_supply import ExpectedUnits
from catalog.models import IncomingSupply
from tests.backorders.actions.calls_since import Call, Draw
from tests.backorders.actions.nasty import Shop, quantities, texts

days = st.sampled_from((date(2026, 12, 3), date(1, 1, 1), date(9999, 12, 31)))


def _row(draw: Draw, shop: Shop) -> ExpectedUnits:
    return ExpectedUnits(
        draw(st.integers(1, 9)),
        draw(st.sampled_from(shop.products)),
        draw(st.sampled_from(shop.sources)),
        draw(quantities),
        draw(days),
        draw(texts),
    )


def _expect(action: Callable[..., Any], draw: Draw, shop: Shop) -> Any:
    rows = [_row(draw, shop) for _ in range(draw(st.integers(0, 3)))]
    return action(rows=rows, key=draw(texts), by=None)


def _change(action: Callable[..., Any], draw: Draw, shop: Shop) -> Any:
    gone = IncomingSupply(pk=10**9, product=shop.products[0])
    supply = IncomingSupply.objects.order_by("pk")[0] if draw(st.booleans()) else gone
    supply.quantity, supply.expected_on, supply.reference = draw(quantities), draw(days), draw(texts)
    columns = st.sampled_from(("quantity", "expected_on", "reference", "received"))
    return action(supply, only=draw(st.lists(columns, min_size=1, max_size=3, unique=True)))


CALLS_OF_SUPPLY: dict[str, Call] = {
    "change_supply": _change,
    "close_supplies": lambda action, draw, _: action(supply_ids=draw(st.lists(st.integers(-1, 10**9))), by=None),
    "expect_supply": _expect,
}
