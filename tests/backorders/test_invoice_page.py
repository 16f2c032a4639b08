"""Invoice: New Invoice for what is paid outside the shop, and the invoices of an order."""

import html
import re
import uuid
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from tests.factories.catalog import product_with_stock
from tests.page_text import Answer

pytestmark = pytest.mark.django_db
CARD = {"card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
OFFLINE = "The invoice will be created offline without the payment gateway."


def page_text(answer: Answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def address(order: Order, page: str = "invoice") -> str:
    return reverse(f"admin:backorders_order_{page}", args=(order.pk,))


def order_of(lines: int = 1, quantity: int = 5, method: str = "checkmo", sku: str = "BAG") -> Order:
    products = [product_with_stock(quantity=25, sku=f"{sku}-{n}", price=Decimal("9.99")) for n in range(lines)]
    return place_order(
        lines=dict.fromkeys(products, quantity),
        email="ada@example.org",
        payment_method=method,
        by=None,
        now=timezone.now(),
    )


def boxes(order: Order, *quantities: int | str) -> dict[str, str]:
    return {f"q{line.pk}": str(n) for line, n in zip(order.lines.order_by("pk"), quantities, strict=True)}


def submit(client: Client, order: Order, *quantities: int | str, **more: str) -> tuple[int, str]:
    data = {"key": str(uuid.uuid4()), **boxes(order, *quantities), **more}
    answer = client.post(address(order), data, follow=True)
    return answer.status_code, page_text(answer)


def test_page_shows_what_is_left_to_invoice_and_its_price(admin_client: Client) -> None:
    order = order_of()
    submit(admin_client, order, 2)
    text = page_text(admin_client.get(address(order)))
    assert "USD 9.99 Ordered 5 Invoiced 2 USD 29.97" in text
    assert "Grand Total USD 29.97" in text
    assert OFFLINE in text


def test_update_qtys_changes_the_totals_and_invoices_nothing(admin_client: Client) -> None:
    order = order_of(lines=2)
    status, text = submit(admin_client, order, 1, 0, update="1")
    assert (status, "USD 9.99 Ordered 5 USD 9.99" in text, "Grand Total USD 9.99" in text) == (200, True, True)
    assert order.invoices.count() == 0


def test_submit_invoice_captures_and_shows_the_invoice(admin_client: Client) -> None:
    order = order_of()
    _, text = submit(admin_client, order, 2)
    assert "The invoice has been created." in text
    assert re.search(r"Invoices Invoice Items Amount #\d{9} .* admin 2 . Product \d+ BAG-0 USD 19\.98", text)
    assert order.payments.get().captured_amount == Decimal("19.98")


def test_a_page_that_is_sent_twice_captures_once(admin_client: Client) -> None:
    order, key = order_of(), str(uuid.uuid4())
    for _ in range(2):
        assert "The invoice has been created." in submit(admin_client, order, 5, key=key)[1]
    assert (order.invoices.count(), order.payments.get().captured_amount) == (1, Decimal("49.95"))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("-1", "Please enter 0 or more."),
        ("6", "Qty of BAG-0 should be less or equal to 5."),
        ("0.5", "Please enter a whole number"),
        ("x\0", "Please enter a valid number"),
        ("1e99999", "Please enter a number between"),
        ("0", "The invoice can't be created without products. Add products and try again."),
    ],
)
def test_a_quantity_that_makes_no_sense_is_refused(admin_client: Client, typed: str, problem: str) -> None:
    order = order_of()
    status, text = submit(admin_client, order, typed)
    assert (status, problem in text, order.invoices.count()) == (400, True, 0)


def test_an_order_that_cannot_be_invoiced_says_so(admin_client: Client) -> None:
    held, card, paid = order_of(), order_of(method="card", sku="C"), order_of(sku="P")
    hold_order(order=held, by=None, now=timezone.now())
    pay_order(payment=card.payments.get(), details=CARD, now=timezone.now())
    submit(admin_client, paid, 5)
    for order in (held, card, paid):
        assert "The order does not allow an invoice to be created." in page_text(
            admin_client.get(address(order), follow=True)
        )


def test_invoice_is_offered_while_something_is_left_to_pay_by_hand(admin_client: Client) -> None:
    offline, card = order_of(), order_of(method="card", sku="C")
    pay_order(payment=card.payments.get(), details=CARD, now=timezone.now())
    assert address(offline) in admin_client.get(address(offline, "change")).content.decode()
    assert address(card) not in admin_client.get(address(card, "change")).content.decode()
    submit(admin_client, offline, 5)
    assert address(offline) not in admin_client.get(address(offline, "change")).content.decode()


def test_invoicing_needs_the_permission(client: Client) -> None:
    order = order_of()
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(user)
    assert client.post(address(order), boxes(order, 5)).status_code == 403
    assert address(order) not in client.get(address(order, "change")).content.decode()


@pytest.mark.parametrize("lines", [1, 30])
def test_page_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: object, lines: int
) -> None:
    order = order_of(lines)
    with django_assert_num_queries(9):  # type: ignore[operator]
        admin_client.get(address(order))
