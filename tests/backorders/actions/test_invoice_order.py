"""Invoicing: rows that say what was paid for, money captured once and on the payment that still has room."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.invoice_order import CannotInvoice, invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Invoice, InvoiceLine, Order, Payment
from catalog.models import Product
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}


def order_of(product: Product, quantity: int | str, method: str = "checkmo") -> Order:
    return place_order(
        lines={product: Decimal(quantity)}, email="ada@example.org", payment_method=method, by=None, now=timezone.now()
    )


def invoice(order: Order, quantity: int | str, key: str | None = None) -> None:
    invoice_order(order=order, units={order.lines.get(): Decimal(quantity)}, by=None, key=key, now=timezone.now())


def captured(order: Order) -> list[Decimal]:
    return list(order.payments.order_by("pk").values_list("captured_amount", flat=True))


def test_every_invoice_keeps_its_units_and_its_amount() -> None:
    order = order_of(product_with_stock(quantity=9, sku="BAG", price=Decimal("10.00")), 5)
    invoice(order, 2)
    invoice(order, 3)
    assert list(order.invoices.values_list("amount", "lines__quantity")) == [(20, 2), (30, 3)]
    assert [event.text for event in order.events.all()] == [
        "Invoiced 2 of BAG: USD 20.00.",
        "Invoiced 3 of BAG: USD 30.00.",
    ]
    assert captured(order) == [50]


def test_an_invoice_that_arrives_twice_captures_once() -> None:
    order = order_of(product_with_stock(quantity=9), 5)
    invoice(order, 2, key="same")
    invoice(order, 2, key="same")
    assert (captured(order), order.lines.get().invoiced, Invoice.objects.count()) == ([20], 2, 1)


def test_parts_of_a_line_add_up_to_the_cent() -> None:
    order = order_of(product_with_stock(quantity=9, price=Decimal("9.99"), is_qty_decimal=True), 1)
    for part in ("0.3333", "0.3333", "0.3334"):
        invoice(order, part)
    assert captured(order) == [Decimal("9.99")]
    assert sum(Invoice.objects.values_list("amount", flat=True)) == Decimal("9.99")


def test_a_card_gives_one_invoice_for_the_whole_order() -> None:
    order = order_of(product_with_stock(quantity=25, backorders=2, min_qty=-50), 30, method="card")
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    made = InvoiceLine.objects.get()
    assert (made.invoice.order, made.quantity, made.invoice.amount) == (order, 30, order.total)


def test_what_was_added_to_a_card_order_is_captured_on_its_payment_by_hand() -> None:
    order = order_of(product_with_stock(quantity=25), 8, method="card")
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    line = order.lines.get()
    line.ordered = Decimal(10)
    line.save()
    Payment.objects.create(order=order, variant="checkmo", token=str(uuid.uuid4()), currency="USD", total=Decimal(20))
    invoice(order, 2)
    assert (captured(order), order.lines.get().invoiced) == ([80, 20], 10)


def test_no_more_is_invoiced_than_is_left_to_pay_by_hand() -> None:
    order = order_of(product_with_stock(quantity=25), 10)
    order.payments.update(total=20)
    with pytest.raises(CannotInvoice, match=r"Only USD 20\.00 of this order is left to pay"):
        invoice(order, 3)
    assert (captured(order), order.invoices.count()) == ([0], 0)


def test_more_than_is_left_is_refused_by_name() -> None:
    order = order_of(product_with_stock(quantity=9, sku="BAG"), 4)
    with pytest.raises(CannotInvoice, match="Only 4 of BAG are left to invoice; 5 asked"):
        invoice(order, 5)


def test_a_free_order_is_invoiced_too() -> None:
    order = order_of(product_with_stock(quantity=9, price=Decimal(0)), 4)
    invoice(order, 4)
    assert (order.invoices.get().amount, order.payments.get().status) == (0, "confirmed")


def test_virtual_units_are_delivered_and_named() -> None:
    order = order_of(product_with_stock(quantity=3, sku="GIFT", product_type="virtual", backorders=1), 5)
    invoice(order, 5)
    assert order.events.get().text == "Invoiced 5 of GIFT: USD 50.00. Delivered 3 of GIFT."
