"""Cancel and Cancel Items: what is given up is said, done once, and refused by name."""

import html
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order, cancel_own_order
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import Product
from tests.backorders.admin.admin_text import admin_text
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
CHANGED = "The order has changed since this page was opened."


def paid(quantity: int = 5, *, sku: str = "24-MB01") -> Order:
    product = product_with_stock(quantity=10, price=Decimal("12.00"), sku=sku)
    order = place_order(lines={product: quantity}, email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    return order


def items(order: Order) -> str:
    return reverse("admin:backorders_order_cancel_items", args=(order.pk,))


def whole(order: Order) -> str:
    return reverse("admin:backorders_order_cancel", args=(order.pk,))


def view(order: Order) -> str:
    return reverse("admin:backorders_order_change", args=(order.pk,))


def shown(page: str) -> str:
    """Return the revision of the order that a page shows."""
    return html.unescape(re.findall(r'name="revision" value="([^"]*)"', page)[0])


def test_two_of_five_are_canceled_and_refunded(admin_client: Client) -> None:
    order = paid()
    line = order.lines.get()
    answer = admin_client.get(items(order))
    page = admin_text(answer)
    assert (
        "If all of it is canceled: 5 go back to the salable quantity, and to no source. USD 60.00 is refunded." in page
    )
    asked = {f"q{line.pk}": "2", "revision": shown(answer.content.decode())}
    page = admin_text(admin_client.post(items(order), {**asked, "update": "1"}))
    assert "2 go back to the salable quantity, and to no source. USD 24.00 is refunded." in page
    page = admin_text(admin_client.post(items(order), {**asked, "cancel": "1"}, follow=True))
    assert "You canceled the items." in page
    assert "Canceled 2 of 24-MB01 and refunded USD 24.00." in page
    line.refresh_from_db()
    product = line.product
    assert product is not None
    assert (line.canceled, line.refunded, product.salable_quantity()) == (2, 2, 7)


def test_all_items_canceled_is_the_order_canceled(admin_client: Client) -> None:
    order = paid()
    asked = {f"q{order.lines.get().pk}": "5", "cancel": "1"}
    assert "You canceled the order." in admin_text(admin_client.post(items(order), asked, follow=True))
    order.refresh_from_db()
    assert order.status == "canceled"


def test_a_double_click_cancels_once(admin_client: Client) -> None:
    order = paid()
    asked = {f"q{order.lines.get().pk}": "2", "revision": shown(admin_client.get(items(order)).content.decode())}
    admin_client.post(items(order), asked)
    answer = admin_client.post(items(order), asked)
    assert CHANGED in admin_text(answer)
    assert (answer.status_code, order.lines.get().canceled) == (400, 2)


def test_the_dialog_of_an_old_page_cancels_nothing(admin_client: Client) -> None:
    order = paid()
    opened = shown(admin_client.get(view(order)).content.decode())
    cancel_order(order=order, units={order.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    assert CHANGED in admin_text(admin_client.post(whole(order), {"revision": opened}, follow=True))
    assert order.lines.get().canceled == 1


def test_more_than_can_be_canceled_is_refused_by_name(admin_client: Client) -> None:
    order = paid()
    answer = admin_client.post(items(order), {f"q{order.lines.get().pk}": "6"})
    assert "24-MB01: 6 asked, 5 can be canceled." in admin_text(answer)
    assert (answer.status_code, order.lines.get().canceled) == (400, 0)


@pytest.mark.parametrize("quantity", ["x", "-1", "0.5", "1\0", "9" * 400, "", "0"])
def test_a_quantity_that_makes_no_sense_is_refused(admin_client: Client, quantity: str) -> None:
    order = paid()
    answer = admin_client.post(items(order), {f"q{order.lines.get().pk}": quantity, "revision": "NaN"})
    assert (answer.status_code, order.lines.get().canceled) == (400, 0)


def test_what_cannot_be_canceled_says_why(admin_client: Client) -> None:
    product = product_with_stock(quantity=5)
    invoiced = place_order(
        lines={product: 2}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    invoice_order(order=invoiced, by=None, now=timezone.now())
    assert "it wants a credit memo" not in admin_text(admin_client.get(view(invoiced)))
    assert "was invoiced and wants a credit memo" in admin_text(admin_client.get(items(invoiced)))
    held = paid()
    hold_order(order=held, by=None, now=timezone.now())
    assert "The order is On Hold. Release it first." in admin_text(admin_client.get(items(held)))


def test_cancel_without_javascript_asks_on_a_page_of_its_own(admin_client: Client) -> None:
    order = paid()
    assert admin_client.get(whole(order)).headers["Location"] == items(order)
    assert order.lines.get().canceled == 0


def test_the_order_says_who_canceled_it(admin_client: Client) -> None:
    refused = place_order(
        lines={product_with_stock(quantity=1): 1}, email="ada@example.org", by=None, now=timezone.now()
    )
    pay_order(
        payment=refused.payments.get(), details={**CARD, "card_number": "4000 0000 0000 0002"}, now=timezone.now()
    )
    assert "by the shop, because the payment was refused." in admin_text(admin_client.get(view(refused)))
    own = paid(sku="OWN")
    cancel_own_order(order=own, now=timezone.now())
    page = admin_text(admin_client.get(view(own)))
    assert "by the shopper." in page
    assert "refused" not in page
    by_staff = paid(sku="STAFF")
    admin_client.post(whole(by_staff))
    assert "by admin." in admin_text(admin_client.get(view(by_staff)))


def test_cancel_items_needs_the_permission(client: Client) -> None:
    order = paid()
    client.force_login(User.objects.create_user("viewer", is_staff=True))
    assert (client.get(items(order)).status_code, client.post(items(order)).status_code) == (403, 403)


@pytest.mark.parametrize("lines", [1, 30])
def test_cancel_items_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: object, lines: int
) -> None:
    products: list[Product] = [product_with_stock(quantity=5) for _ in range(lines)]
    order = place_order(lines=dict.fromkeys(products, 1), email="ada@example.org", by=None, now=timezone.now())
    with django_assert_num_queries(11):  # type: ignore[operator]
        admin_client.get(items(order))


LEFT_OVER = "Nothing of the order is left then: USD 5.00 that was paid and not invoiced is refunded, too."


@pytest.mark.parametrize(
    ("typed", "is_said"), [({}, True), ({"update": "1", "q": "3"}, False), ({"update": "1", "q": "5"}, True)]
)
def test_money_that_is_too_little_for_an_invoice_is_said_before_it_goes_back(
    admin_client: Client, typed: dict[str, str], *, is_said: bool
) -> None:
    product = product_with_stock(quantity=10, price=Decimal("12.00"))
    order = place_order(lines={product: 5}, email="ada@example.org", by=None, now=timezone.now())
    order.payments.update(captured_amount=Decimal("5.00"))
    asked = {name if name != "q" else f"q{order.lines.get().pk}": text for name, text in typed.items()}
    answer = admin_client.post(items(order), asked) if typed else admin_client.get(items(order))
    assert (LEFT_OVER in admin_text(answer)) is is_said


def test_money_that_was_said_to_be_left_over_goes_back(admin_client: Client) -> None:
    product = product_with_stock(quantity=10, price=Decimal("12.00"))
    order = place_order(lines={product: 5}, email="ada@example.org", by=None, now=timezone.now())
    order.payments.update(captured_amount=Decimal("5.00"))
    admin_client.post(whole(order), {"revision": shown(admin_client.get(items(order)).content.decode())})
    assert [refund.amount for payment in order.payments.all() for refund in payment.refunds.all()] == [Decimal("5.00")]
