"""What is paid for is noted to the cent, once, and what of it is virtual leaves at once."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from backorders.actions.place_order import place_order
from backorders.actions.steps.invoice import invoice_value, record_invoice
from backorders.models import Invoice, Order, OrderLine
from backorders.queries.locks import locked_order
from backorders.words.order import LONGEST_EVENT
from catalog.models import Product, Reservation
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def placed(*lines: tuple[Product, int]) -> Order:
    return place_order(lines=lines, email="ada@example.org", payment_method="checkmo", by=None, now=NOON)


def invoiced(order: Order, *quantities: int, by: User | None = None, key: str | None = None) -> Invoice:
    lines = list(order.lines.order_by("pk"))
    units = dict(zip(lines, map(Decimal, quantities), strict=True))
    return record_invoice(locked_order(order.pk), units, lines=lines, by=by, now=NOON, key=key)


def test_an_invoice_holds_the_units_that_were_paid_for_and_their_price() -> None:
    order = placed(
        (product_with_stock(quantity=9, sku="BAG", price=Decimal(10)), 5),
        (product_with_stock(quantity=9, sku="CAP", price=Decimal(4)), 2),
    )
    ada = User.objects.create_user("ada")
    invoice = invoiced(order, 3, 0, by=ada)
    order.refresh_from_db()
    assert (invoice.amount, invoice.key, invoice.created_by) == (30, f"{order.pk}:3", ada)
    assert list(invoice.lines.values_list("line__sku", "quantity")) == [("BAG", 3)]
    assert list(order.lines.values_list("invoiced", "shipped")) == [(3, 0), (0, 0)]
    event = order.events.get(kind="invoiced")
    assert (event.text, event.at, event.by) == ("Invoiced 3 of BAG: USD 30.00.", NOON, ada)
    assert order.status == "processing"


def test_no_two_invoices_of_an_order_share_their_key() -> None:
    order = placed((product_with_stock(quantity=9), 5), (product_with_stock(quantity=9), 2))
    keys = [invoiced(order, 1, 0).key, invoiced(order, 0, 1).key, invoiced(order, 4, 1, key="mine").key]
    assert keys == [f"{order.pk}:1", f"{order.pk}:2", "mine"]


def test_virtual_units_leave_with_the_invoice_and_are_released() -> None:
    gift = product_with_stock(quantity=1, sku="GIFT", product_type="virtual", backorders=1, price=Decimal(5))
    order = placed((gift, 3))
    invoiced(order, 2)
    assert order.lines.get().shipped == 1
    assert order.events.get(kind="invoiced").text == "Invoiced 2 of GIFT: USD 10.00. Delivered 1 of GIFT."
    released = Reservation.objects.get(event_type="invoice_created")
    assert (released.quantity, released.event_key) == (1, f"invoice_created:{order.pk}:2:{order.lines.get().pk}")


def test_the_text_of_an_invoice_of_the_longest_skus_fits_its_column() -> None:
    lines = [
        (product_with_stock(quantity=1, sku=f"{number}{'S' * 63}", product_type="virtual"), 1) for number in range(9)
    ]
    order = placed(*lines)
    invoiced(order, *[1] * 9)
    assert len(order.events.get(kind="invoiced").text) == LONGEST_EVENT


def test_parts_of_lines_cost_what_is_left_of_their_rows() -> None:
    order = OrderFactory.create()
    third = OrderLineFactory.create(order=order, ordered=1, invoiced=Decimal("0.3333"), unit_price=Decimal(10))
    whole = OrderLineFactory.create(order=order, ordered=2, unit_price=Decimal("0.99"))
    rest = {OrderLine.objects.get(pk=third.pk): Decimal("0.6667"), OrderLine.objects.get(pk=whole.pk): Decimal(2)}
    assert invoice_value(rest) == Decimal("6.67") + Decimal("1.98")
    assert invoice_value({}) == 0
