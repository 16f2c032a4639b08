"""Units of a deleted product reached the customer from somewhere that this shop does not count."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_elsewhere import CannotShipElsewhere, ship_elsewhere
from backorders.models import Notification, Order, OrderLine, SourceMovement
from backorders.queries.order_grid import owed_now
from backorders.storefront.order_payments import order_history
from catalog.models import SourceItem
from tests.backorders.deleting import by_action
from tests.backorders.staff_orders import nothing_differs, paid
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
WHY = "sent by the supplier"


def order_of_deleted(units: int = 3) -> Order:
    product = product_with_stock(quantity=5, sku="HAT")
    order = paid(product, units)
    by_action(product)
    return order


def elsewhere(order: Order, units: Decimal | int = 3, *, reason: str = WHY, key: str = "k") -> Order:
    return ship_elsewhere(
        order=order, units={order.lines.get(): Decimal(units)}, reason=reason, key=key, by=None, now=timezone.now()
    )


def test_units_shipped_from_elsewhere_touch_no_shelf_and_are_kept_in_the_history() -> None:
    order, clerk = order_of_deleted(), User.objects.create_user("clerk")
    line = order.lines.get()
    ship_elsewhere(order=order, units={line: Decimal(2)}, reason=WHY, key="k", by=clerk, now=timezone.now())
    event = order.events.order_by("-pk")[0]
    assert (event.text, event.by) == ("Shipped 2 of HAT from elsewhere: sent by the supplier", clerk)
    assert (order.lines.get().shipped, owed_now([order])) == (2, {order.pk: 1})
    assert (SourceMovement.objects.count(), SourceItem.objects.count(), nothing_differs()) == (0, 0, True)


def test_a_part_is_told_as_a_part_and_what_was_wanted_together_as_left_behind() -> None:
    hat, cap = product_with_stock(quantity=5, sku="HAT"), product_with_stock(quantity=0, sku="CAP", backorders=1)
    order = place_order(
        lines={hat: 3, cap: 2}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    order.lines.update(unit_price=0)
    Order.objects.update(ships_complete=True)
    by_action(hat)
    line = order.lines.get(sku="HAT")
    ship_elsewhere(order=order, units={line: Decimal(3)}, reason=WHY, key="k", by=None, now=timezone.now())
    assert order.events.latest("pk").text == (
        "The customer chose to have everything shipped together, and 2 of CAP are owed. "
        "Shipped 3 of HAT from elsewhere: sent by the supplier"
    )
    assert order_history(order)[-1][1] == "3 of 5 shipped"


def test_everything_shipped_from_elsewhere_completes_the_order_and_tells_the_shopper() -> None:
    order = elsewhere(order_of_deleted())
    assert (order.status, owed_now([order]), nothing_differs()) == ("complete", {}, True)
    told = Notification.objects.get(order=order, key__startswith="order_shipped_elsewhere")
    assert "HAT" in told.body_text


def test_the_same_request_ships_once() -> None:
    order = order_of_deleted()
    for _ in range(3):
        elsewhere(order, 2)
    assert (order.lines.get().shipped, order.events.filter(kind="shipped").count()) == (2, 1)


@pytest.mark.parametrize(
    ("units", "reason", "why"),
    [
        (3, "  ", "enter where the units came from"),
        (3, "x" * 201, "at most 200 characters"),
        (4, WHY, "HAT: 4 asked, 3 left to ship."),
        (-1, WHY, "HAT: -1 asked"),
        (Decimal("1.5"), WHY, "whole units only"),
        (0, WHY, "how many units"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(units: int, reason: str, why: str) -> None:
    order = order_of_deleted()
    before = list(OrderLine.objects.values())
    with pytest.raises(CannotShipElsewhere, match=why):
        elsewhere(order, units, reason=reason)
    assert (list(OrderLine.objects.values()), order.events.filter(kind="shipped").count()) == (before, 0)


def test_a_product_of_the_catalog_ships_from_a_source() -> None:
    order = paid(product_with_stock(quantity=5, sku="HAT"), 3)
    with pytest.raises(CannotShipElsewhere, match="HAT: it is still in the catalog"):
        elsewhere(order)


def test_an_order_on_hold_ships_from_nowhere() -> None:
    order = order_of_deleted()
    hold_order(order=order, by=None, now=timezone.now())
    with pytest.raises(CannotShipElsewhere, match="On Hold"):
        elsewhere(order)


def test_a_line_of_another_order_is_refused() -> None:
    order = order_of_deleted()
    other = paid(product_with_stock(quantity=5), 1)
    with pytest.raises(CannotShipElsewhere, match="another order"):
        ship_elsewhere(
            order=order, units={other.lines.get(): Decimal(1)}, reason=WHY, key="k", by=None, now=timezone.now()
        )
