"""Money that is taken and given back, as the bug reports of other shops tell it."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from backorders.actions.edit_order import edit_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import CannotRefund, refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Notification, Order, Payment, Refund
from backorders.rules.credit_memo import Refunded
from catalog.models import Product, SourceItem
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.memo_page import refunded, typed
from tests.backorders.checkout_data import BY_CARD, CARD, REFUSED_CARD
from tests.backorders.shipping import address
from tests.backorders.staff_orders import paid, placed
from tests.backorders.stripe_shop import StripeShop
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import default_source, product_with_stock
from tests.page_text import page_text
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


def bag(quantity: int, price: str = "10.00", **fields: Any) -> Product:
    about: dict[str, Any] = {"sku": "BAG", "name": "Bag", "price": Decimal(price)}
    return product_with_stock(quantity=quantity, **about | fields)


def state(order: Order) -> tuple[str, Decimal]:
    """Return the order's status and the units that are promised to it."""
    return Order.objects.get(pk=order.pk).status, sum((line.open for line in order.lines.all()), Decimal(0))


def told(payment: Payment, *answers: str) -> None:
    """Let the provider say `answers`, each with a row of its own as a callback has."""
    for answer in answers:
        Payment.objects.get(pk=payment.pk).change_status(answer)


def taken_and_given_back() -> tuple[Decimal, Decimal]:
    taken = sum((payment.captured_amount for payment in Payment.objects.all()), Decimal(0))
    return taken, sum((refund.amount for refund in Refund.objects.all()), Decimal(0))


def ship(order: Order, **units: int) -> None:
    """Ship so many units of each SKU."""
    parcel = {line: Decimal(units[line.sku]) for line in order.lines.all() if line.sku in units}
    ship_order(
        order=order,
        source=default_source(),
        units=parcel,
        key=f"{units}",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )


def cancel(client: Client, order: Order, **units: int) -> str:
    """Type so many units of each SKU on Cancel Items, press Update, then Cancel."""
    boxes = {f"q{line.pk}": units.get(line.sku, 0) for line in order.lines.all()}
    shown = client.post(
        address("cancel_items", order), filled_form(client.get(address("cancel_items", order)), **boxes)
    )
    return admin_text(client.post(address("cancel_items", order), filled_form(shown, **boxes), follow=True))


def test_b10_what_comes_late_does_not_undo_a_payment_that_came_after_a_refusal() -> None:
    product = bag(5)
    order = placed(product, 2, method="card")
    payment = order.payments.get()
    told(payment, "rejected")
    assert (state(order)[0], product.salable_quantity()) == ("canceled", 5)
    told(payment, "confirmed", "rejected", "error")
    assert (state(order), product.stock_level().reserved) == (("processing", 2), 2)
    assert (taken_and_given_back(), unsound(limit=0)) == ((20, 0), [])


def test_b11_an_order_that_was_shipped_is_not_processed_again_by_what_is_told_again(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stripe = StripeShop(settings, monkeypatch)
    order = placed(bag(5), 2, method="card")
    payment = order.payments.get()
    pay_order(payment=payment, details={}, now=timezone.now())
    stripe.tell(client, payment, "paid")
    ship(order, BAG=2)
    before = (Notification.objects.count(), order.events.count(), order.invoices.count(), taken_and_given_back())
    assert [stripe.tell(client, payment, outcome) for outcome in ("paid", "unpaid", "paid")] == [200] * 3
    told(payment, "preauth", "confirmed")
    after = (Notification.objects.count(), order.events.count(), order.invoices.count(), taken_and_given_back())
    assert (before[2:], after) == ((1, (20, 0)), before)
    assert (state(order), SourceItem.objects.get().quantity) == (("complete", 0), 3)


def test_b12_a_shopper_whose_card_is_refused_gets_the_last_unit_with_another(client: Client) -> None:
    product = bag(1)
    client.post("/cart/add/", {"product": product.pk, "quantity": "1"})
    for card, said in ((REFUSED_CARD, "Your payment was refused"), (CARD, "Thank you")):
        assert "Proceed to Checkout" in page_text(client.get("/cart/"))
        sent = filled_form(client.get("/checkout/")) | BY_CARD | card
        assert said in page_text(client.post("/checkout/", sent, follow=True))
    assert [state(order) for order in Order.objects.order_by("pk")] == [("canceled", 0), ("processing", 1)]
    assert (product.salable_quantity(), unsound(limit=0)) == (0, [])


def test_b08_of_two_card_payments_that_succeed_one_pays_and_the_other_goes_back() -> None:
    order = placed(bag(5), 2, method="card")
    first = order.payments.get()
    second = Payment.objects.create(
        order=order, variant="card", token=str(uuid.uuid4()), currency="USD", total=Decimal("20.00")
    )
    told(first, "confirmed")
    assert (state(order), taken_and_given_back()) == (("processing", 2), (20, 0))
    told(second, "confirmed", "confirmed")
    assert (state(order), taken_and_given_back(), order.invoices.count()) == (("processing", 2), (40, 20), 1)
    assert unsound(limit=0) == []


def test_b16_refunds_of_nine_in_two_parts_are_what_was_paid_to_the_cent(admin_client: Client) -> None:
    order = paid(bag(9, "13.96"), 9)
    ship(order, BAG=9)
    for units in (4, 5):
        refunded(admin_client, order, typed(order.lines.get(), units, back=True))
    assert [memo.amount for memo in order.credit_memos.order_by("pk")] == [Decimal("55.84"), Decimal("69.80")]
    assert (taken_and_given_back(), state(order)[0]) == ((Decimal("125.64"), Decimal("125.64")), "closed")
    assert unsound(limit=0) == []


def test_b18_all_that_was_paid_goes_back_also_what_was_invoiced_after_a_raise(admin_client: Client) -> None:
    product = bag(5)
    order = paid(product, 1)
    edit_order(order=order, units={order.lines.get(): Decimal(2)}, by=None, now=timezone.now())
    invoice_order(order=order, by=None, now=timezone.now())
    assert taken_and_given_back() == (20, 0)
    admin_client.post(address("cancel", order))
    assert (state(order), taken_and_given_back(), product.salable_quantity()) == (("canceled", 0), (20, 20), 5)
    assert unsound(limit=0) == []


def test_b19_a_line_is_canceled_in_parts_until_nothing_is_left(admin_client: Client) -> None:
    products = [bag(9), product_with_stock(quantity=9, sku="HAT", price=Decimal("10.00"))]
    order = place_order(lines=dict.fromkeys(products, 3), email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    cancel(admin_client, order, BAG=2, HAT=1)
    assert (taken_and_given_back(), [product.salable_quantity() for product in products]) == ((60, 30), [8, 7])
    cancel(admin_client, order, BAG=1)
    assert (taken_and_given_back(), [product.salable_quantity() for product in products]) == ((60, 40), [9, 7])
    cancel(admin_client, order, BAG=1)
    assert [(line.sku, line.open) for line in order.lines.order_by("pk")] == [("BAG", 0), ("HAT", 2)]
    assert (taken_and_given_back(), unsound(limit=0)) == ((60, 40), [])


def test_b20_what_was_refunded_is_not_refunded_out_of_what_another_line_cost(admin_client: Client) -> None:
    lamp = product_with_stock(quantity=9, sku="LAMP", price=Decimal("100.00"))
    order = place_order(lines={lamp: 1, bag(9, "1.00"): 2}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    ship(order, LAMP=1, BAG=2)
    line = order.lines.get(sku="BAG")
    answers = [admin_text(refunded(admin_client, order, typed(line, 2, back=True))) for _ in range(2)]
    assert ["You created the credit memo." in text for text in answers] == [True, False]
    with pytest.raises(CannotRefund):
        refund_order(
            order=order,
            units={line: Refunded(Decimal(2), return_to_stock=True)},
            key="again",
            by=None,
            now=timezone.now(),
        )
    assert (order.credit_memos.count(), taken_and_given_back()) == (1, (102, 2))
    assert SourceItem.objects.get(product__sku="BAG").quantity == 9
    assert unsound(limit=0) == []


@pytest.mark.parametrize("back", [True, False])
def test_b27_stock_that_is_not_managed_is_refunded_and_no_shelf_is_touched(admin_client: Client, back: bool) -> None:
    order = paid(bag(5, manage_stock=False), 2)
    ship(order, BAG=1)
    text = admin_text(refunded(admin_client, order, typed(order.lines.get(), 2, back=back)))
    assert "You created the credit memo." in text
    assert (taken_and_given_back(), state(order), SourceItem.objects.get().quantity) == ((20, 20), ("closed", 0), 5)
    assert unsound(limit=None) == []
