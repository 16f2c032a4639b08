"""An address is left, confirmed, told, and taken away; nobody learns who else left one."""

from datetime import UTC, datetime, timedelta

import pytest

from backorders.actions.stock_alert import CannotSignUp, ask_for_alert, confirm_alert, end_alerts
from backorders.models import Notification, StockAlert
from backorders.rules.stock_alert import A_DAY, MOST_OF_ADDRESS, MOST_OF_NETWORK
from backorders.words.stock_alert import BUYABLE, GONE, NOT_AN_ADDRESS, OFF, TOO_MANY
from catalog.models import Product
from catalog.rules.configuration import STOCK_ALERTS
from catalog.words.refusal import NO_SUCH_PRODUCT
from tests.factories.catalog import ProductFactory, configure, default_website, product_with_stock
from tests.factories.stock_alerts import waits

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def ask(product: Product, email: str = "ada@example.org", *, network: str = "n1", now: datetime = NOON) -> None:
    ask_for_alert(product=product, website=default_website(), email=email, network=network, now=now)


def test_sign_up_waits_for_its_confirmation_and_is_mailed_once() -> None:
    bag = product_with_stock(name="Bag")
    for email in ("ada@example.org", "ADA@example.org"):
        ask(bag, email)
    alert = StockAlert.objects.get()
    assert (alert.email, alert.confirmed_at, alert.network) == ("ada@example.org", None, "n1")
    note = Notification.objects.get()
    assert note.recipient == "ada@example.org"
    assert f"Yes, write to me: http://localhost:8000/stock-alerts/{alert.token}/\n" in note.body_text
    assert note.unsubscribe_url == f"http://localhost:8000/stock-alerts/{alert.token}/end/"
    confirm_alert(token=alert.token, now=NOON)
    confirm_alert(token=alert.token, now=NOON + A_DAY)
    alert.refresh_from_db()
    assert (alert.confirmed_at, alert.network) == (NOON, "")


def test_unanswered_sign_up_is_asked_again_after_a_day_by_a_new_link() -> None:
    bag = product_with_stock()
    ask(bag)
    old = StockAlert.objects.get()
    ask(bag, now=NOON + A_DAY)
    assert StockAlert.objects.get().token != old.token
    assert Notification.objects.count() == 1
    with pytest.raises(CannotSignUp, match=GONE):
        confirm_alert(token=old.token, now=NOON)


def test_who_was_told_hears_again_only_after_a_new_sign_up_and_its_confirmation() -> None:
    bag = product_with_stock()
    told = waits(bag, "ada@example.org", NOON - timedelta(days=3))
    StockAlert.objects.filter(pk=told.pk).update(told_at=NOON - timedelta(days=2))
    ask(bag)
    again = StockAlert.objects.get()
    assert (again.confirmed_at, again.told_at) == (None, None)


def test_one_address_is_asked_a_few_times_a_day_and_nobody_reads_why_no_more() -> None:
    for number in range(MOST_OF_ADDRESS + 2):
        ask(product_with_stock(), network=f"n{number}")
    assert (StockAlert.objects.count(), Notification.objects.count()) == (MOST_OF_ADDRESS, MOST_OF_ADDRESS)


def test_one_network_is_refused_after_many() -> None:
    bag = product_with_stock()
    for number in range(MOST_OF_NETWORK):
        ask(bag, f"a{number}@example.org")
    with pytest.raises(CannotSignUp, match=TOO_MANY):
        ask(bag, "one-more@example.org")
    ask(bag, "one-more@example.org", network="elsewhere")
    assert StockAlert.objects.count() == MOST_OF_NETWORK + 1


@pytest.mark.parametrize("email", ["", "x", "a@example.org, b@example.org", "a\0b@example.org"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(CannotSignUp, match=NOT_AN_ADDRESS):
        ask(product_with_stock(), email)


def test_nobody_waits_for_what_can_be_bought_or_is_not_sold() -> None:
    for product, why in (
        (product_with_stock(quantity=1), BUYABLE),
        (product_with_stock(is_enabled=False), NO_SUCH_PRODUCT),
        (ProductFactory.create(product_type="configurable"), NO_SUCH_PRODUCT),
    ):
        with pytest.raises(CannotSignUp, match=why):
            ask(product)
    configure(STOCK_ALERTS, "0")
    with pytest.raises(CannotSignUp, match=OFF):
        ask(product_with_stock())
    assert not StockAlert.objects.exists()


def test_one_click_forgets_every_sign_up_of_the_address_and_its_mails_and_nobody_elses() -> None:
    bag, rope = product_with_stock(), product_with_stock()
    for product in (bag, rope):
        ask(product)
    ask(bag, "bo@example.org")
    token = StockAlert.objects.filter(email="ada@example.org")[0].token
    assert [end_alerts(token=token) for _ in range(2)] == [2, 0]
    assert [alert.email for alert in StockAlert.objects.all()] == ["bo@example.org"]
    assert [note.recipient for note in Notification.objects.all()] == ["bo@example.org"]
