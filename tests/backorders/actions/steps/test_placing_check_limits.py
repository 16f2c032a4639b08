"""Check / money order: offered or not, for so many unpaid orders, and for so long."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from backorders.actions.expire_payments import expire_payments, remind_of_checks
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.actions.prune import prune
from backorders.actions.ship_order import ship_order
from backorders.models import Notification, Order, OrderEvent
from catalog.models import ConfigurationValue, Product
from catalog.rules.sales_settings import (
    CHECK_ACTIVE,
    CHECK_LEAST_TOTAL,
    CHECK_LIFETIME,
    CHECK_MOST_OPEN,
    CHECK_MOST_OPEN_AT_NETWORK,
    CHECK_MOST_TOTAL,
    CHECK_PAYABLE_TO,
    CHECK_REMINDER,
    CHECK_SEND_TO,
    CHECK_TITLE,
)
from tests.backorders.checkout_data import BY_CARD, BY_CHECK
from tests.backorders.outbox import worded
from tests.factories.catalog import configure, default_source, default_website, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
PLACED = datetime(2026, 11, 2, 12, tzinfo=UTC)
TWO_WEEKS = PLACED + timedelta(days=14)


@pytest.fixture
def bag() -> Product:
    return product_with_stock(quantity=10, price=Decimal("34.00"), sku="BAG")


def by_check(bag: Product, units: int = 1, email: str = "ada@example.org") -> Order:
    return place_order(lines={bag: units}, email=email, payment_method="checkmo", by=None, now=PLACED)


def status(order: Order) -> str:
    return Order.objects.get(pk=order.pk).status


def check_out(client: Client, bag: Product, data: dict[str, str]) -> str:
    client.post("/cart/add/", {"product": bag.pk, "quantity": "1"})
    page = client.get("/checkout/").content.decode()
    token = page.split('name="checkout" value="')[1].split('"')[0]
    seen = page.split('name="seen" value="')[1].split('"')[0] if 'name="seen" value="' in page else ""
    return client.post("/checkout/", {**data, "checkout": token, "seen": seen}, follow=True).content.decode()


def test_an_unpaid_check_holds_its_units_for_two_weeks_and_gives_them_back_once(bag: Product) -> None:
    order = by_check(bag, 10)
    assert expire_payments(now=TWO_WEEKS - timedelta(seconds=1)) == 0
    assert (status(order), bag.salable_quantity()) == ("pending_payment", 0)
    assert [expire_payments(now=TWO_WEEKS) for _ in range(2)] == [1, 0]
    assert (status(order), bag.salable_quantity()) == ("canceled", 10)
    assert "No payment arrived within 14 days." in OrderEvent.objects.get(kind="expired").text
    assert Notification.objects.filter(order=order, subject=f"Your order #{order.number} was canceled").count() == 1
    assert unsound(limit=0) == []


def test_the_websites_own_lifetime_counts_and_that_of_cards_does_not(bag: Product) -> None:
    by_check(bag)
    configure(CHECK_LIFETIME, 2, default_website())
    assert expire_payments(now=PLACED + timedelta(days=2, seconds=-1)) == 0
    assert expire_payments(now=PLACED + timedelta(days=2)) == 1


@pytest.mark.parametrize(("days", "expired"), [("0.0001", 1), ("99999999.9999", 0)])
def test_the_shortest_and_the_longest_lifetime_of_a_check_are_borne(bag: Product, days: str, expired: int) -> None:
    by_check(bag)
    configure(CHECK_LIFETIME, days)
    assert expire_payments(now=TWO_WEEKS) == expired


def test_what_is_paid_or_has_left_is_kept(bag: Product) -> None:
    paid, sent, unpaid = by_check(bag), by_check(bag, 2), by_check(bag)
    invoice_order(order=paid, by=None, now=timezone.now())
    ship_order(
        order=sent,
        source=default_source(),
        units={sent.lines.get(): Decimal(1)},
        by=None,
        key="k",
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    assert expire_payments(now=TWO_WEEKS) == 1
    assert [status(order) == "canceled" for order in (paid, sent, unpaid)] == [False, False, True]


def test_a_website_that_takes_no_checks_offers_none_and_accepts_none(client: Client, bag: Product) -> None:
    configure(CHECK_ACTIVE, 0, default_website())
    page = check_out(client, bag, BY_CHECK)
    assert 'value="checkmo"' not in page
    assert "Please select a payment method." in page
    assert not Order.objects.exists()
    check_out(client, bag, BY_CARD)
    assert Order.objects.count() == 1


def test_the_last_unpaid_check_that_is_allowed_passes_and_the_next_is_refused_in_words(
    client: Client, bag: Product
) -> None:
    configure(CHECK_MOST_OPEN, 2)
    by_check(bag, email="ADA@example.org")
    by_check(bag, email="somebody@example.org")
    check_out(client, bag, BY_CHECK)
    assert Order.objects.count() == 3
    page = check_out(client, bag, BY_CHECK)
    assert "2 orders already wait for payment with ada@example.org. Please choose Credit Card, pay for an order" in page
    assert (Order.objects.count(), bag.salable_quantity()) == (3, 7)
    check_out(client, bag, BY_CARD)
    assert Order.objects.count() == 4


def test_no_limit_is_no_limit(client: Client, bag: Product) -> None:
    configure(CHECK_MOST_OPEN, 0)
    configure(CHECK_MOST_OPEN_AT_NETWORK, 0)
    for _ in range(6):
        by_check(bag)
    check_out(client, bag, BY_CHECK)
    assert Order.objects.count() == 7


def test_the_shop_says_its_own_title_payee_and_address(client: Client, bag: Product) -> None:
    configure(CHECK_TITLE, "Cheque <please>")
    configure(CHECK_PAYABLE_TO, "Quay Ltd")
    configure(CHECK_SEND_TO, "1 Quay Street\nBristol")
    view = default_website().store_views.get()
    ConfigurationValue.objects.create(path=CHECK_PAYABLE_TO.path, scope=2, store_view=view, value="Quay of this view")
    page = check_out(client, bag, BY_CHECK)
    order = Order.objects.get()
    assert "To be paid by Cheque &lt;please&gt;" in page
    assert (
        "payable to\n                <strong>Quay of this view</strong>, to <strong>1 Quay Street, Bristol</strong>"
        in page
    )
    said = worded(order=order).body_text
    assert "$34.00, payable to Quay of this view, to 1 Quay Street, Bristol," in said
    client.post("/cart/add/", {"product": bag.pk, "quantity": "1"})
    assert "Cheque &lt;please&gt;" in client.get("/checkout/").content.decode()


def test_a_shop_that_says_nothing_of_its_address_leaves_no_gap(client: Client, bag: Product) -> None:
    page = check_out(client, bag, BY_CHECK)
    assert "<strong>$34.00</strong>, and write the order number on it." in page
    assert "order for $34.00,\nand write" in worded().body_text


@pytest.mark.parametrize(
    ("least", "most", "is_offered"),
    [("0", "0", True), ("34", "34", True), ("34.01", "0", False), ("0", "33.99", False)],
)
def test_checks_are_taken_from_the_minimum_to_the_maximum_total(
    client: Client, bag: Product, least: str, most: str, is_offered: bool
) -> None:
    configure(CHECK_LEAST_TOTAL, least)
    configure(CHECK_MOST_TOTAL, most)
    page = check_out(client, bag, BY_CHECK)
    assert Order.objects.exists() == is_offered
    assert ("Please select a payment method." in page) != is_offered


def test_one_network_with_many_addresses_takes_no_more_than_it_may(bag: Product) -> None:
    configure(CHECK_MOST_OPEN_AT_NETWORK, 2)
    shoppers = [Client(REMOTE_ADDR=address) for address in ("203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.8")]
    pages = [check_out(shopper, bag, {**BY_CHECK, "email": f"{at}@example.org"}) for at, shopper in enumerate(shoppers)]
    told = "2 orders already wait for payment from your network. Please choose Credit Card, pay for an order that waits, or call us"
    assert [told in page for page in pages] == [False, False, True, False]
    assert (Order.objects.count(), bag.salable_quantity()) == (3, 7)
    assert not any("203.0.113" in order.network for order in Order.objects.all())


def test_orders_that_staff_take_have_no_limit_and_count_for_no_network(bag: Product) -> None:
    configure(CHECK_MOST_OPEN, 1)
    configure(CHECK_MOST_OPEN_AT_NETWORK, 1)
    staff = User.objects.create_user("staff", is_staff=True)
    for _ in range(2):
        place_order(
            lines={bag: 1}, email="ada@example.org", payment_method="checkmo", network="n", by=staff, now=PLACED
        )
    assert set(Order.objects.values_list("network", flat=True)) == {""}


def test_a_network_is_forgotten_when_its_order_waits_no_longer(bag: Product) -> None:
    paid, waits, held = (
        place_order(
            lines={bag: 1}, email="ada@example.org", payment_method="checkmo", network="n", by=None, now=timezone.now()
        )
        for _ in range(3)
    )
    invoice_order(order=paid, by=None, now=timezone.now())
    hold_order(order=held, by=None, now=timezone.now())
    prune(now=PLACED)
    assert set(Order.objects.filter(network="n")) == {waits, held}


def test_a_card_order_keeps_no_network(client: Client, bag: Product) -> None:
    check_out(client, bag, BY_CARD)
    assert Order.objects.get().network == ""


@pytest.mark.parametrize("field", ["customer_name", "street", "city", "postcode"])
def test_a_confirmation_carries_no_link_of_a_stranger(client: Client, bag: Product, field: str) -> None:
    page = check_out(client, bag, {**BY_CHECK, field: "Win at shop.example"})
    assert "Please leave out web and e-mail addresses here." in page
    assert not Order.objects.exists()
    assert not Notification.objects.exists()


def reminders(now: datetime) -> list[str]:
    remind_of_checks(now=now)
    return list(Notification.objects.filter(key__startswith="check_reminder:").values_list("body_text", flat=True))


def test_a_shopper_is_reminded_once_three_days_before_his_order_ends(bag: Product) -> None:
    configure(CHECK_PAYABLE_TO, "Quay Ltd")
    order = by_check(bag, 2)
    three_days_before = TWO_WEEKS - timedelta(days=3)
    assert reminders(three_days_before - timedelta(seconds=1)) == []
    (said,) = reminders(three_days_before)
    assert "We keep the order until Nov 16, 2026, 12:00 UTC; then it is canceled." in said
    assert "Please send $68.00, payable to Quay Ltd, and write the order number on it." in said
    assert str(order.checkout) in said
    assert reminders(TWO_WEEKS - timedelta(seconds=1)) == [said]


def test_nobody_is_reminded_of_what_is_paid_over_or_not_to_be_reminded_of(bag: Product) -> None:
    paid, _ = by_check(bag), by_check(bag)
    invoice_order(order=paid, by=None, now=timezone.now())
    assert reminders(TWO_WEEKS) == []
    for days in (0, 14, 20):
        configure(CHECK_REMINDER, days)
        assert reminders(TWO_WEEKS - timedelta(days=1)) == []
    configure(CHECK_REMINDER, 2)
    assert len(reminders(TWO_WEEKS - timedelta(days=1))) == 1
