"""New Credit Memo: each click counts once, what changed is said first, and what cannot be refunded says why."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import refund_order
from backorders.rules.credit_memo import Refunded
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.memo_page import CARD, address, fields, paid, placed, refunded, ship, typed, updated
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("setting", ["0", "1"])
def test_the_box_is_ticked_as_configured_and_stays_as_posted(admin_client: Client, setting: str) -> None:
    configure("cataloginventory/item_options/auto_return", setting)
    order = paid(product_with_stock(quantity=5), 2)
    ship(order, 2)
    line = order.lines.get()
    assert ("checked" in admin_client.get(address(order)).content.decode()) is (setting == "1")
    for back in (True, False):
        page = updated(admin_client, order, typed(line, 1, back=back)).content.decode()
        assert ("checked" in page, f'name="q{line.pk}"' in page) == (back, True)


def test_the_column_is_offered_only_where_orders_decrease_stock(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=5), 2)
    assert "Return to Stock" in admin_text(admin_client.get(address(order)))
    configure("cataloginventory/options/can_subtract", "0")
    assert "Return to Stock" not in admin_text(admin_client.get(address(order)))


def test_refund_says_first_what_was_not_said_yet(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=5), 3)
    opened = fields(admin_client.get(address(order)))
    changed = typed(order.lines.get(), 1, back=True)
    answer = admin_client.post(address(order), {**opened, **changed, "refund": "1"})
    assert "Please read what will happen now, then press the button again." in admin_text(answer)
    assert order.credit_memos.count() == 0
    again = admin_client.post(address(order), {**fields(answer), **changed, "refund": "1"}, follow=True)
    assert "You created the credit memo." in admin_text(again)


def test_a_page_that_has_grown_old_refunds_nothing(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=5), 3)
    line = order.lines.get()
    opened = fields(admin_client.get(address(order)))
    ship(order, 1)
    answer = admin_client.post(address(order), {**opened, **typed(line, 3, back=False), "refund": "1"})
    assert "The order has changed since this page was opened. Last (" in admin_text(answer)
    assert (answer.status_code, order.credit_memos.count()) == (400, 0)


def test_a_second_click_is_the_same_memo(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=5), 3)
    posted = {**fields(admin_client.get(address(order))), **typed(order.lines.get(), 3, back=True), "refund": "1"}
    for _ in range(2):
        assert "You created the credit memo." in admin_text(admin_client.post(address(order), posted, follow=True))
    assert order.credit_memos.count() == 1


def test_nothing_asked_is_refused(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=5), 3)
    answer = refunded(admin_client, order, typed(order.lines.get(), 0, back=False))
    assert "The credit memo's total must be positive." in admin_text(answer)


@pytest.mark.parametrize(
    ("quantity", "why"),
    [
        ("4", "SKU-X: Only 3 can be refunded."),
        ("-1", "SKU-X: Please enter 0 or more."),
        ("x", "SKU-X: Please enter a valid number in this field."),
        ("1\0", "SKU-X: Please enter a valid number in this field."),
        ("9" * 400, "SKU-X: Please enter a number between"),
        ("0.5", "SKU-X: Please enter a whole number"),
    ],
)
def test_a_quantity_that_cannot_be_refunded_names_the_sku(admin_client: Client, quantity: str, why: str) -> None:
    order = paid(product_with_stock(quantity=5, sku="SKU-X"), 3)
    answer = refunded(admin_client, order, typed(order.lines.get(), quantity, back=True))
    assert why in admin_text(answer)
    assert (answer.status_code, order.credit_memos.count()) == (400, 0)


@pytest.mark.parametrize("noise", [{"revision": "x"}, {"revision": "9" * 40}, {"q999999": "1"}, {"comment": "a\0b"}])
def test_a_request_that_makes_no_sense_is_no_error(admin_client: Client, noise: dict[str, str]) -> None:
    order = paid(product_with_stock(quantity=5), 3)
    answer = refunded(admin_client, order, typed(order.lines.get(), 1, back=True) | noise)
    assert answer.status_code in {200, 400}


def test_an_order_on_hold_unpaid_or_refunded_says_why_not(admin_client: Client) -> None:
    unpaid = placed(product_with_stock(quantity=5), 1)
    assert "Nothing of this order has been paid for yet" in admin_text(admin_client.get(address(unpaid)))
    order = paid(product_with_stock(quantity=5), 1)
    hold_order(order=order, by=None, now=timezone.now())
    assert "cannot be created while the order is On Hold" in admin_text(admin_client.get(address(order)))
    done = paid(product_with_stock(quantity=5), 1)
    refund_order(
        order=done,
        units={done.lines.get(): Refunded(Decimal(1), return_to_stock=True)},
        key="k",
        by=None,
        now=timezone.now(),
    )
    assert "has been refunded already" in admin_text(admin_client.get(address(done)))


def test_the_button_says_how_the_money_goes_back(admin_client: Client) -> None:
    offline = placed(product_with_stock(quantity=5), 1)
    invoice_order(order=offline, by=None, now=timezone.now())
    assert "Refund Offline" in admin_text(admin_client.get(address(offline)))
    assert "Refund Offline" not in admin_text(admin_client.get(address(paid(product_with_stock(quantity=5), 1))))


def test_the_order_shows_its_memo_and_what_is_kept(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=5, price=Decimal("24.00")), 3)
    ship(order, 1)
    asked = typed(order.lines.get(), 3, back=True) | {"comment": "Wrong colour."}
    page = admin_text(refunded(admin_client, order, asked))
    assert "Credit memo" in page
    assert "1 returned to Default Source, 2 released USD 72.00" in page
    assert "Wrong colour." in page
    assert "Grand Total USD 72.00 Total Paid USD 72.00 Total Refunded USD 72.00 Total Due USD 0.00" in page


def test_the_page_needs_the_permission(client: Client) -> None:
    order = paid(product_with_stock(quantity=5), 1)
    client.force_login(User.objects.create_user("viewer", is_staff=True))
    assert client.get(address(order)).status_code == 403
    assert client.post(address(order), {"refund": "1"}).status_code == 403


@pytest.mark.parametrize("lines", [1, 30])
def test_the_page_asks_the_same_number_of_queries(
    admin_client: Client, django_assert_num_queries: object, lines: int
) -> None:
    products = [product_with_stock(quantity=5) for _ in range(lines)]
    order = place_order(lines=dict.fromkeys(products, 1), email="ada@example.org", by=None, now=timezone.now())
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    with django_assert_num_queries(20):  # type: ignore[operator]
        admin_client.get(address(order))
