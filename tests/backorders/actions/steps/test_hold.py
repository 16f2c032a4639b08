"""An order is held until somebody has decided about money that moved outside the shop."""

from datetime import UTC, datetime

import pytest

from backorders.actions.steps.hold import hold_for_money
from backorders.queries.locks import locked_order
from tests.factories.backorders import OrderFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", ["pending_payment", "processing", "complete"])
def test_an_order_that_goes_on_is_held_and_goes_back_to_where_it_was(status: str) -> None:
    order = OrderFactory.create(status=status)
    hold_for_money(locked_order(order.pk), why="USD 5.00 went back.", now=NOON)
    order.refresh_from_db()
    event = order.events.get()
    assert (order.status, order.held_from) == ("holded", status)
    assert (event.kind, event.text, event.at) == ("held", "Put on hold: USD 5.00 went back.", NOON)


@pytest.mark.parametrize(
    ("status", "fields"),
    [("holded", {"held_from": "processing"}), ("closed", {}), ("canceled", {"canceled_at": NOON})],
)
def test_an_order_that_is_held_closed_or_canceled_stays_so(status: str, fields: dict[str, object]) -> None:
    order = OrderFactory.create(status=status, **fields)
    hold_for_money(locked_order(order.pk), why="USD 5.00 went back.", now=NOON)
    order.refresh_from_db()
    assert (order.status, order.held_from) == (status, fields.get("held_from", ""))
    assert not order.events.exists()
