"""Payments, as docs/scenarios.md tells it: refused, late, repeated, in the wrong order; units and money are counted once."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order, cancel_own_order
from backorders.actions.edit_order import edit_order
from backorders.actions.hold_order import hold_order, unhold_order
from backorders.actions.place_order import place_order
from backorders.actions.run_errand import run_errand
from backorders.actions.ship_order import ship_order
from backorders.models import Errand, ErrandKind, Notification, Order, OrderEvent, Payment, Refund
from catalog.models import Product, Reservation, SourceItem
from tests.backorders.outbox import worded
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
PRICE = Decimal("34.00")


def bag_of(quantity: int, **fields: Any) -> Product:
    return product_with_stock(quantity=quantity, price=PRICE, **fields)


def placed(bag: Product, quantity: int = 1) -> Order:
    return place_order(lines={bag: quantity}, email="ada@example.org", by=None, now=timezone.now())


def told(order: Order, *answers: str) -> tuple[str, str]:
    """Let the provider say `answers`, each with a row of its own as a callback has; return the order's and payment's status."""
    for answer in answers:
        Payment.objects.get(order=order).change_status(answer)
    order.refresh_from_db()
    return order.status, Payment.objects.get(order=order).status


def kept(order: Order) -> Decimal:
    payment = Payment.objects.get(order=order)
    return payment.captured_amount - sum((refund.amount for refund in payment.refunds.all()), Decimal("0.00"))


def kinds(order: Order) -> list[str]:
    return list(OrderEvent.objects.filter(order=order).values_list("kind", flat=True))


def test_x14_two_refusals_give_the_units_back_once() -> None:
    bag = bag_of(10)
    order = placed(bag)
    assert told(order, "rejected", "rejected") == ("canceled", "rejected")
    assert bag.salable_quantity() == 10
    assert kinds(order) == ["refused"]
    assert unsound(limit=0) == []


def test_c28_a_late_payment_reopens_the_order_and_it_ships() -> None:
    bag = bag_of(5)
    order = placed(bag)
    told(order, "rejected")
    assert told(order, "confirmed") == ("processing", "confirmed")
    assert (bag.salable_quantity(), kept(order), order.canceled_at) == (4, PRICE, None)
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(1)},
        key="parcel",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    assert (SourceItem.objects.get().quantity, bag.salable_quantity()) == (4, 4)
    assert unsound(limit=0) == []


def test_c28_a_late_payment_is_given_back_when_the_units_are_gone() -> None:
    bag = bag_of(1)
    order = placed(bag)
    told(order, "rejected")
    other = placed(bag)
    assert told(order, "confirmed", "confirmed", "rejected") == ("canceled", "confirmed")
    refund = Refund.objects.get()
    assert (refund.amount, refund.status, kept(order)) == (PRICE, "requested", 0)
    assert (other.lines.get().open, bag.salable_quantity()) == (1, 0)
    assert kinds(order) == ["refused", "refunded"]
    note = Notification.objects.get()
    assert note.key == f"late_payment:{refund.payment_id}"
    assert all("$34.00" in body and order.number in body for body in (note.body_text, note.body_html))
    assert unsound(limit=0) == []


def test_c28_a_reopened_order_is_confirmed_with_what_it_owes_now() -> None:
    bag = bag_of(5, backorders=2, min_qty=-50)
    order = placed(bag, 4)
    told(order, "rejected")
    placed(bag, 3)
    told(order, "confirmed")
    errand = Errand.objects.get(kind=ErrandKind.CONFIRM_REOPENED)
    for _ in range(2):
        run_errand(errand_id=errand.pk, clock=timezone.now)
    assert "we'll back order the remaining 2." in worded().body_text
    assert unsound(limit=-50) == []


def test_c28_repeated_late_answers_reopen_once() -> None:
    bag = bag_of(5)
    order = placed(bag)
    assert told(order, "rejected", "confirmed", "confirmed", "rejected", "cancelled") == ("processing", "confirmed")
    assert kinds(order) == ["refused", "reopened", "invoiced"]
    assert Reservation.objects.count() == 3


def test_c28_virtual_units_of_a_reopened_order_are_delivered_in_the_same_insert() -> None:
    gift = bag_of(5, product_type="virtual")
    order = placed(gift, 5)
    told(order, "rejected")
    assert told(order, "confirmed") == ("complete", "confirmed")
    assert (SourceItem.objects.get().quantity, gift.salable_quantity()) == (0, 0)
    assert unsound(limit=0) == []


@pytest.mark.parametrize(
    "gone",
    [
        lambda bag: Product.objects.filter(pk=bag.pk).update(is_enabled=False),
        lambda bag: SourceItem.objects.filter(product=bag).update(is_in_stock=False),
        lambda bag: Product.objects.get(pk=bag.pk).delete(),
    ],
    ids=["disabled", "out of stock", "deleted"],
)
def test_c28_money_for_what_is_not_sold_any_more_goes_back(gone: Callable[[Product], object]) -> None:
    bag = bag_of(5)
    order = placed(bag)
    told(order, "rejected")
    gone(bag)
    assert told(order, "confirmed") == ("canceled", "confirmed")
    assert kept(order) == 0
    assert unsound(limit=0) == []


def test_c28_what_an_edit_took_out_of_the_order_stays_out() -> None:
    bag, hat = bag_of(5), bag_of(5)
    order = place_order(lines={bag: 2, hat: 1}, email="ada@example.org", by=None, now=timezone.now())
    first, second = order.lines.all()
    edit_order(order=order, units={first: Decimal(2), second: Decimal(0)}, by=None, now=timezone.now())
    told(order, "rejected")
    assert told(order, "confirmed") == ("processing", "confirmed")
    assert [line.open for line in order.lines.all()] == [2, 0]
    assert (kept(order), bag.salable_quantity(), hat.salable_quantity()) == (2 * PRICE, 3, 5)
    assert unsound(limit=0) == []


def test_c28_an_order_that_is_reopened_is_canceled_and_refunded_like_any_other() -> None:
    bag = bag_of(5)
    order = placed(bag, 2)
    told(order, "rejected", "confirmed")
    cancel_order(order=order, by=None, now=timezone.now())
    assert told(order, "confirmed") == ("canceled", "confirmed")
    assert (bag.salable_quantity(), kept(order), Refund.objects.count()) == (5, 0, 1)
    assert unsound(limit=0) == []


@pytest.mark.parametrize("cancel", [cancel_own_order, partial(cancel_order, by=None)])
def test_money_for_an_order_that_a_person_canceled_goes_back(cancel: Callable[..., Order]) -> None:
    bag = bag_of(5)
    order = placed(bag)
    cancel(order=order, now=timezone.now())
    assert told(order, "confirmed", "confirmed") == ("canceled", "confirmed")
    assert (kept(order), Refund.objects.count(), bag.salable_quantity()) == (0, 1, 5)
    assert unsound(limit=0) == []


def test_confirmed_twice_is_paid_once() -> None:
    order = placed(bag_of(5))
    assert told(order, "confirmed", "confirmed") == ("processing", "confirmed")
    assert (order.invoices.count(), kept(order), kinds(order)) == (1, PRICE, ["paid", "invoiced"])


def test_a_refusal_after_the_confirmation_is_ignored() -> None:
    bag = bag_of(5)
    order = placed(bag)
    assert told(order, "confirmed", "rejected", "error") == ("processing", "confirmed")
    assert (bag.salable_quantity(), kept(order)) == (4, PRICE)


def test_confirmed_again_after_a_cancel_with_refund_counts_the_money_once() -> None:
    order = placed(bag_of(5))
    told(order, "confirmed")
    cancel_order(order=order, by=None, now=timezone.now())
    assert told(order, "confirmed") == ("canceled", "confirmed")
    assert (kept(order), Refund.objects.count()) == (0, 1)
    assert unsound(limit=0) == []


def test_an_order_that_is_paid_while_on_hold_stays_held() -> None:
    order = placed(bag_of(5))
    hold_order(order=order, by=None, now=timezone.now())
    assert told(order, "confirmed") == ("holded", "confirmed")
    assert unhold_order(order=order, by=None, now=timezone.now()).status == "processing"
    assert order.lines.get().invoiced == 1


def test_an_order_on_hold_whose_payment_is_refused_is_canceled() -> None:
    bag = bag_of(5)
    order = placed(bag)
    hold_order(order=order, by=None, now=timezone.now())
    assert told(order, "rejected") == ("canceled", "rejected")
    assert bag.salable_quantity() == 5


def test_an_error_of_the_gateway_is_no_answer() -> None:
    bag = bag_of(5)
    order = placed(bag)
    assert told(order, "error") == ("pending_payment", "error")
    assert told(order, "confirmed") == ("processing", "confirmed")
