"""Reopen: money that came late buys by the rules of a new order, and takes nothing that the queue has for others."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.edit_order import edit_order
from backorders.actions.place_order import place_order
from backorders.actions.steps import late_payment
from backorders.actions.steps.late_payment import CannotReopen, reopen_order
from backorders.models import Order, OrderEvent, QueuePlace, Refund
from backorders.queries.locks import locked_order
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.queue import day_of_place
from catalog.models import ConfigurationValue, Product, Reservation, SourceItem
from catalog.models.reservation import EventType
from catalog.queries.salable import positions
from catalog.rules.product_setting import BACKORDER_LEAD_TIME
from tests.factories.catalog import configure, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def refused(*products: Product, quantity: int = 1) -> Order:
    """Return an order that the shop canceled because its card was refused."""
    order = place_order(lines=dict.fromkeys(products, quantity), email="ada@example.org", by=None, now=NOON)
    order.payments.get().change_status("rejected")
    return order


def paid_late(order: Order) -> str:
    order.payments.get().change_status("confirmed")
    assert unsound(limit=None) == []
    return Order.objects.get(pk=order.pk).status


@pytest.mark.parametrize("is_deleted", [True, False])
def test_late_money_for_many_lines_that_are_gone_goes_back_with_the_first_named(*, is_deleted: bool) -> None:
    bags = [product_with_stock(quantity=1, sku=f"{number:03}{'S' * 61}") for number in range(30)]
    order = refused(*bags)
    if is_deleted:
        Product.objects.filter(pk__in=[bag.pk for bag in bags]).delete()
    SourceItem.objects.update(quantity=0)
    assert (paid_late(order), Refund.objects.get().amount) == ("canceled", Decimal("300.00"))
    assert "and 22 more" in OrderEvent.objects.get(kind="refunded").text


def test_late_money_for_what_its_website_sells_no_more_goes_back() -> None:
    bag = product_with_stock(quantity=1)
    order = refused(bag)
    bag.websites.clear()
    assert (paid_late(order), Refund.objects.get().amount) == ("canceled", Decimal("10.00"))


def test_virtual_units_that_the_queue_has_for_others_are_not_delivered_to_who_paid_late() -> None:
    licence = product_with_stock(quantity=2, backorders=1, product_type="virtual")
    order = refused(licence, quantity=2)
    first = place_order(
        lines={licence: 2},
        email="bo@example.org",
        payment_method="checkmo",
        by=None,
        now=NOON - timedelta(days=1),
    )
    assert paid_late(order) == "processing"
    assert (order.lines.get().shipped, QueuePlace.objects.get(order=first).covered) == (0, 2)


def test_virtual_units_that_are_delivered_to_who_paid_late_are_held_no_more() -> None:
    licence = product_with_stock(quantity=5, product_type="virtual")
    order = refused(licence, quantity=2)
    assert paid_late(order) == "complete"
    assert order.lines.get().shipped == 2
    level = licence.stock_level()
    assert (level.on_hand, level.reserved, level.free) == (3, 0, 3)


def test_late_money_opens_again_what_holds_no_units_too() -> None:
    licence, bag = product_with_stock(manage_stock=False), product_with_stock(quantity=5)
    order = refused(licence, bag, quantity=2)
    assert paid_late(order) == "processing"
    assert list(order.lines.values_list("canceled", "invoiced", "is_reserved")) == [(0, 2, False), (0, 2, True)]
    assert bag.salable_quantity() == 3
    event = OrderEvent.objects.get(kind="reopened")
    assert event.text.startswith("USD 40.00 was paid after the order had been canceled.")


def test_late_money_that_is_less_than_the_price_goes_back() -> None:
    order = refused(product_with_stock(quantity=5), quantity=2)
    order.payments.update(captured_amount=Decimal("19.99"))
    assert (paid_late(order), Refund.objects.get().amount) == ("canceled", Decimal("19.99"))
    assert "the payment is less than its price." in OrderEvent.objects.get(kind="refunded").text


def state(order: Order) -> tuple[str, list[tuple[Decimal, Decimal, Decimal]]]:
    """Return the status, and (canceled, invoiced, owed when placed) of each line."""
    lines = order.lines.order_by("pk").values_list("canceled", "invoiced", "owed_when_placed")
    return Order.objects.get(pk=order.pk).status, list(lines)


def refunded_words(order: Order) -> str:
    """Return what is told of the money that went back: all of it, and nothing else changed."""
    assert Order.objects.get(pk=order.pk).status == "canceled"
    assert Refund.objects.get().amount == order.total
    assert not Reservation.objects.filter(event_type=EventType.ORDER_REOPENED).exists()
    return OrderEvent.objects.get(order=order, kind="refunded").text


def test_what_the_shop_canceled_is_open_and_paid_again_with_what_is_owed_now() -> None:
    later, earlier = (product_with_stock(quantity=5, backorders=2, sku=sku) for sku in ("LATER", "EARLIER"))
    order = refused(earlier, later, quantity=4)
    assert state(order) == ("canceled", [(4, 0, 0), (4, 0, 0)])
    place_order(lines={later: 3}, email="eve@example.org", by=None, now=NOON)
    assert paid_late(order) == "processing"
    assert state(order) == ("processing", [(0, 4, 0), (0, 4, 2)])
    rows = Reservation.objects.filter(event_type=EventType.ORDER_REOPENED).order_by("pk")
    assert list(rows.values_list("product", "quantity")) == [(later.pk, -4), (earlier.pk, -4)]
    event = OrderEvent.objects.get(order=order, kind="reopened")
    assert event.text.endswith("Its units were still there: the order is open again.")


def test_what_an_edit_had_taken_out_stays_out() -> None:
    bag = product_with_stock(quantity=9)
    order = place_order(lines={bag: 5}, email="ada@example.org", payment_method="card", by=None, now=NOON)
    edit_order(order=order, units={order.lines.get(): Decimal(3)}, by=None, now=NOON)
    order.payments.latest("pk").change_status("rejected")
    assert state(order)[0] == "canceled"
    order.payments.latest("pk").change_status("confirmed")
    line = order.lines.get()
    assert (Order.objects.get(pk=order.pk).status, line.progress().net, line.invoiced) == ("processing", 3, 3)
    assert bag.stock_level().reserved == 3


def test_units_that_were_sold_between_judging_and_promising_stay_sold(monkeypatch: pytest.MonkeyPatch) -> None:
    bag = product_with_stock(quantity=1)
    order = refused(bag)
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    before = positions([bag], stock=order.stock, configuration=configuration)
    place_order(lines={bag: 1}, email="eve@example.org", by=None, now=NOON)
    monkeypatch.setattr(late_payment, "positions", lambda *_, **__: before)
    paid_late(order)
    assert "cannot be reopened: its units were sold meanwhile." in refunded_words(order)


def test_what_cannot_be_sold_any_more_is_named() -> None:
    bag, cap = product_with_stock(quantity=2, sku="BAG"), product_with_stock(quantity=2, sku="CAP")
    order = refused(bag, cap)
    Product.objects.filter(pk=cap.pk).update(is_enabled=False)
    paid_late(order)
    assert "reopened: CAP can no longer be sold in the quantity ordered." in refunded_words(order)


def test_money_that_is_less_than_the_price_buys_nothing() -> None:
    order = refused(product_with_stock(quantity=2))
    with transaction.atomic(), pytest.raises(CannotReopen, match="the payment is less than its price"):
        reopen_order(order=locked_order(order.pk), money=order.total - Decimal("0.01"), now=NOON)
    reopened = reopen_order(order=locked_order(order.pk), money=order.total, now=NOON)
    assert reopened.status == "processing"
    with transaction.atomic(), pytest.raises(CannotReopen, match="it is not canceled"):
        reopen_order(order=locked_order(order.pk), money=order.total, now=NOON)


def test_what_is_owed_to_who_paid_late_is_promised_as_its_page_tells_it() -> None:
    bag = product_with_stock(quantity=0, backorders=2)
    configure(BACKORDER_LEAD_TIME, 30)
    order = refused(bag)
    Order.objects.filter(pk=order.pk).update(placed_at=timezone.now() - timedelta(days=10))
    assert paid_late(order) == "processing"
    (found,) = confirmed_lines(order)
    place = QueuePlace.objects.get(order=order)
    assert found.promised_on == day_of_place(place, found.outlook, today=localdate())
    assert found.promised_on == localdate() + timedelta(days=20)
