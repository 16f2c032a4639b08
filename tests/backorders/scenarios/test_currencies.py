"""Money in currencies without places and with three (B14), and prices with more places than their currency (B62)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.emails.order_confirmation import facts_now, order_confirmation
from backorders.models import Order, Payment
from backorders.queries.promise_differences import payment_differences
from catalog.models import Product, Website
from inventory_site.stripe_provider import to_stripe
from tests.backorders.checkout_data import CARD
from tests.catalog.actions.imported import import_text
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def sold_in(currency: str, price: str) -> Product:
    Website.objects.update(currency=currency)
    return product_with_stock(quantity=25, price=Decimal(price), name="Bag", slug="bag")


def placed(product: Product, quantity: int = 1, method: str = "card") -> Order:
    return place_order(
        lines={product: quantity}, email="ada@example.org", payment_method=method, by=None, now=timezone.now()
    )


@pytest.mark.parametrize(
    ("currency", "price", "quantity", "total", "asked"),
    [
        ("JPY", "100.50", 1, "101", 101),
        ("JPY", "100.50", 2, "201", 201),
        ("KWD", "10.5", 1, "10.5", 10500),
        ("USD", "19.995", 1, "20", 2000),
        ("USD", "19.995", 3, "59.99", 5999),
        ("ISK", "100.5", 1, "101", 10100),
    ],
)
def test_b14_books_equal_what_the_gateway_is_asked_for(
    currency: str, price: str, quantity: int, total: str, asked: int
) -> None:
    order = placed(sold_in(currency, price), quantity)
    payment = order.payments.get()
    assert (order.total, order.lines.get().row_total, payment.total) == (Decimal(total),) * 3
    assert to_stripe(payment.total, payment.currency) == asked
    pay_order(payment=payment, details=CARD, now=timezone.now())
    assert Payment.objects.get().captured_amount == Decimal(total) == order.invoices.get().amount
    assert payment_differences() == ()


def test_b14_check_finds_a_planted_difference_of_one_yen() -> None:
    order = placed(sold_in("JPY", "100.50"), 3, "checkmo")
    line = order.lines.get()
    for _ in range(3):
        invoice_order(order=order, units={line: Decimal(1)}, by=None, now=timezone.now())
    assert [invoice.amount for invoice in order.invoices.all()] == [101, 100, 101]
    assert payment_differences() == ()
    Payment.objects.update(captured_amount=301)
    assert [(each.expected, each.found) for each in payment_differences()] == [(302, 301)]


@pytest.mark.parametrize("amount", ["100.50", "0.01"])
def test_b14_no_row_takes_a_fraction_of_a_yen(amount: str) -> None:
    order = placed(sold_in("JPY", "100"))
    for rows in (Order.objects.filter(pk=order.pk), Payment.objects.all()):
        with pytest.raises(IntegrityError, match="fits_currency"), transaction.atomic():
            rows.update(total=Decimal(amount))


def test_b14_pages_show_the_rounded_amount_before_anybody_pays(client: Client) -> None:
    bag = sold_in("JPY", "100.50")
    page = client.get(f"/products/{bag.slug}/").content.decode()
    assert '"price": "101"' in page
    assert "¥101" in page
    assert "Exactly ¥100.5 each" in page
    client.post("/cart/add/", {"product": bag.pk, "quantity": "3"})
    for address in ("/cart/", "/checkout/"):
        said = page_text(client.get(address))
        assert "¥302" in said
        assert "Exactly ¥100.5 each: your quantity is added up first and rounded once." in said
        Product.objects.update(price=100)
        assert "Exactly" not in page_text(client.get(address))
        Product.objects.update(price=Decimal("100.5"))


def test_b62_prices_keep_four_places_and_what_has_more_is_rounded_and_said() -> None:
    report = import_text("sku,name,price\nA,A,19.9950\nB,B,33.333333\nC,C,0.00005\n")
    assert (report.created, report.refused) == (3, ())
    prices = dict(Product.objects.values_list("sku", "price"))
    assert prices == {"A": Decimal("19.995"), "B": Decimal("33.3333"), "C": Decimal("0.0001")}
    said = "price: “33.333333” was rounded to 33.3333, four decimal places are kept"
    assert (report.remarked[0].line, report.remarked[0].sku, report.remarked[0].remark) == (3, "B", said)
    again = import_text("sku,name,price\nA,A,19.9950\nB,B,33.333333\nC,C,0.00005\n")
    assert (again.unchanged, len(again.remarked)) == (3, 2)


def test_amounts_are_written_in_mails_as_on_pages(client: Client) -> None:
    order = placed(sold_in("USD", "1321.50"), 1, "checkmo")
    mail = order_confirmation(facts_now(order))
    page = page_text(client.get(f"/orders/{order.checkout}/"))
    assert "$1,321.50" in mail.text
    assert "$1,321.50" in mail.html
    assert "$1,321.50" in page
    assert "USD" not in mail.text + mail.html + page
