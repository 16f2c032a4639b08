"""Money that moves at the payment provider reaches the order, holds it, and is never given back twice."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import unhold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.record_provider_event import Told, TooEarly, record_provider_event
from backorders.actions.refund_order import CannotRefund, refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Notification, Order, Payment, ProviderEvent, Refund
from backorders.rules.payment import ProviderEventKind as Kind
from catalog.models import Product
from tests.backorders.provider_money import all_of, given_back, paid, sound, tell, unpaid
from tests.backorders.shipping import address
from tests.backorders.shipping import page_text as staff_text
from tests.factories.catalog import default_source
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def test_a_refund_at_the_provider_is_told_and_holds_the_order() -> None:
    order = tell(paid(), Kind.REFUNDED, "20.00")
    said = "USD 20.00 was given back at the payment provider, outside the shop."
    assert [event.text for event in order.events.all()][-2:] == [
        said,
        f"Put on hold: {said} Release the order when you have decided.",
    ]
    assert (order.status, order.held_from, given_back(order), sound()) == ("holded", "processing", 20, True)
    assert Refund.objects.get().get_status_display() == "Given back at the provider"
    unhold_order(order=order, by=None, now=timezone.now())
    assert Order.objects.get().status == "processing"
    assert not Notification.objects.filter(key__startswith="order_unheld").exists()


@pytest.mark.parametrize("same", ["key", "reference"])
def test_a_message_that_is_sent_again_counts_once(same: str) -> None:
    order = paid()
    for count in range(3):
        more = {"key": "evt"} if same == "key" else {"key": f"evt_same_{count}"}
        tell(order, Kind.REFUNDED, "5.00", "re_7", **more)
    assert (given_back(order), order.events.filter(kind="held").count(), sound()) == (5, 1, True)


def test_what_went_back_is_not_given_back_by_a_cancel() -> None:
    order = tell(paid(), Kind.REFUNDED, "20.00")
    unhold_order(order=order, by=None, now=timezone.now())
    cancel_order(order=order, by=None, now=timezone.now())
    assert (given_back(order), Refund.objects.count(), Refund.objects.get().uncredited, sound()) == (20, 1, 0, True)


def test_what_went_back_is_not_given_back_by_a_memo_and_the_rest_is() -> None:
    order = tell(paid(), Kind.REFUNDED, "15.00")
    unhold_order(order=order, by=None, now=timezone.now())
    memo = refund_order(order=order, units=all_of(order, 1), key="a", by=None, now=timezone.now())
    assert (memo.amount, given_back(order), sound()) == (10, 15, True)
    assert (
        "USD 10.00 of it had gone back at the payment provider before." in order.events.get(text__contains="memo").text
    )
    refund_order(order=order, units=all_of(order, 1), key="b", by=None, now=timezone.now())
    assert (given_back(order), sound()) == (20, True)
    with pytest.raises(CannotRefund):
        refund_order(order=order, units=all_of(order, 1), key="c", by=None, now=timezone.now())


def test_a_dispute_that_is_won_brings_the_money_back() -> None:
    order = tell(paid(), Kind.DISPUTE_OPENED, "20.00", "dp_1")
    assert (order.status, given_back(order), sound()) == ("holded", 20, True)
    order = tell(order, Kind.DISPUTE_WON, "20.00", "dp_1")
    assert (given_back(order), sound()) == (0, True)
    assert "The dispute about USD 20.00 was won: the money is back." in order.events.values_list("text", flat=True)


def test_a_dispute_that_is_lost_stays_taken() -> None:
    order = tell(paid(), Kind.DISPUTE_OPENED, "20.00", "dp_1")
    order = tell(order, Kind.DISPUTE_LOST, "20.00", "dp_1")
    assert (given_back(order), Refund.objects.get().status, sound()) == (20, "at_provider", True)


@pytest.mark.parametrize(
    ("first", "second"), [(Kind.DISPUTE_WON, Kind.DISPUTE_OPENED), (Kind.REFUND_FAILED, Kind.REFUNDED)]
)
def test_the_end_may_be_told_before_the_beginning(first: Kind, second: Kind) -> None:
    order = tell(tell(paid(), first, "20.00", "x_1"), second, "20.00", "x_1")
    assert (given_back(order), sound()) == (0, True)


def test_a_dispute_holds_an_order_that_has_left() -> None:
    order = paid()
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(2)},
        key="a",
        by=None,
        now=timezone.now(),
    )
    order = tell(order, Kind.DISPUTE_OPENED, "20.00", "dp_1")
    assert (order.status, order.held_from) == ("holded", "complete")
    unhold_order(order=order, by=None, now=timezone.now())
    assert Order.objects.get().status == "complete"
    refund_order(order=order, units=all_of(order, 2), key="a", by=None, now=timezone.now())
    assert (given_back(order), Order.objects.get().status, sound()) == (20, "closed", True)


def test_a_refund_of_ours_that_fails_late_can_be_sent_again() -> None:
    order = paid()
    cancel_order(order=order, by=None, now=timezone.now())
    Refund.objects.update(status="sent")
    Payment.objects.update(status="refunded")
    told = Told(
        Kind.REFUND_FAILED,
        "evt_f",
        Decimal("20.00"),
        "USD",
        "re_1",
        Refund.objects.get().pk,
        "expired_or_canceled_card",
    )
    assert record_provider_event(payment=order.payments.get(), told=told, now=timezone.now())
    refund = Refund.objects.get()
    assert (refund.status, refund.message, Payment.objects.get().status) == (
        "failed",
        "expired_or_canceled_card",
        "confirmed",
    )
    assert "failed at the payment provider" in order.events.order_by("pk").last().text  # type: ignore[union-attr]
    assert sound()


def test_a_part_that_is_captured_pays_for_nothing_until_the_rest_came() -> None:
    order = tell(unpaid(), Kind.CAPTURED, "5.00")
    assert (order.status, order.held_from, order.payments.get().captured_amount) == ("holded", "pending_payment", 5)
    assert order.lines.get().invoiced == 0
    order = tell(order, Kind.CAPTURED, "20.00")
    assert (order.held_from, order.lines.get().invoiced) == ("processing", 2)
    assert sound()


def test_the_rest_of_a_part_can_be_taken_by_hand() -> None:
    order = tell(unpaid(), Kind.CAPTURED, "5.00")
    unhold_order(order=order, by=None, now=timezone.now())
    invoice_order(order=order, by=None, now=timezone.now())
    assert sorted(payment.captured_amount for payment in order.payments.all()) == [5, 15]
    assert (Order.objects.get().status, sound()) == ("processing", True)


@pytest.mark.parametrize(("amount", "currency"), [("20.00", "EUR"), ("0.01", "USD"), ("19.99", "USD"), ("20", "JPY")])
def test_another_amount_or_currency_never_pays_an_order(amount: str, currency: str) -> None:
    order = tell(unpaid(), Kind.CAPTURED, amount, currency=currency)
    assert (order.status, order.held_from, order.lines.get().invoiced) == ("holded", "pending_payment", 0)


def test_more_than_was_asked_pays_and_is_told() -> None:
    order = tell(unpaid(), Kind.CAPTURED, "25.00")
    assert (order.held_from, order.payments.get().captured_amount, sound()) == ("processing", 20, True)
    assert "USD 25.00 was captured at the payment provider, and USD 20.00 was asked for." in (
        order.events.filter(kind="provider").get().text
    )


def test_a_payment_that_fails_late_cancels_what_it_did_not_pay_or_takes_it_back() -> None:
    assert tell(unpaid(), Kind.FAILED, "20.00").status == "canceled"
    Product.objects.update(sku="OLD", slug="old")
    order = tell(paid(), Kind.FAILED, "20.00", "")
    assert (order.status, order.held_from, given_back(order), sound()) == ("holded", "processing", 20, True)


def test_a_refund_of_money_that_did_not_arrive_yet_is_asked_for_again() -> None:
    order = unpaid()
    with pytest.raises(TooEarly):
        tell(order, Kind.REFUNDED, "20.00")
    assert (ProviderEvent.objects.count(), Order.objects.get().status) == (0, "pending_payment")


def test_the_order_page_says_why_it_is_held_and_the_shopper_is_not_alarmed(
    admin_client: Client, client: Client
) -> None:
    order = tell(paid(), Kind.DISPUTE_OPENED, "20.00", "dp_1")
    page = staff_text(admin_client.get(address("change", order)))
    assert (
        "The customer's bank disputes USD 20.00 and has taken it back. Release the order when you have decided." in page
    )
    assert "Taken back by the bank: disputed" in page
    assert "disputes" not in page_text(client.get(f"/orders/{order.checkout}/"))


def test_the_demo_can_tell_of_it() -> None:
    order, said = paid(), StringIO()
    call_command("tell_payment", order.number, "refunded", "5.00", stdout=said)
    assert "On Hold. Put on hold: USD 5.00 was given back" in said.getvalue()
    with pytest.raises(CommandError, match="no order"):
        call_command("tell_payment", "77", "refunded", "5.00")
