"""Who is told of low stock by e-mail, when, and how often: once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.send_low_stock_notices import send_low_stock_notices
from backorders.models import LowStockTelling, Notification
from backorders.tasks.outbox import send_notification
from catalog.actions.configuration import save_configuration
from catalog.models import LowStockNotice, Product, SourceItem, Website
from catalog.rules.configuration import (
    LOW_STOCK_EMAIL,
    LOW_STOCK_FREQUENCY,
    LOW_STOCK_HOUR,
    LOW_STOCK_RECIPIENTS,
)
from catalog.rules.scope import Scope
from tests.factories.catalog import (
    SourceFactory,
    StockFactory,
    WebsiteFactory,
    configure,
    default_source,
    product_with_stock,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
LIST = LOW_STOCK_RECIPIENTS.path


def low_bag(**fields: Any) -> Product:
    """Return a product that has just fallen from 25 to 3; its level is 10."""
    bag = product_with_stock(quantity=25, notify_stock_qty=10, **fields)
    SourceItem.objects.filter(product=bag).update(quantity=3)
    return bag


def tell(now: datetime = NOW) -> list[tuple[str, str]]:
    """Run the timer and the worker; return (to whom, subject) of what was sent."""
    before = set(Notification.objects.values_list("pk", flat=True))
    send_low_stock_notices(now=now)
    fresh = Notification.objects.exclude(pk__in=before).order_by("recipient", "pk")
    for kept in fresh:
        send_notification.call(kept.pk)
    return [(kept.recipient, kept.subject) for kept in fresh]


def own(website: Website, values: dict[str, str | None]) -> None:
    save_configuration(values, website=website, by=None)


def test_what_fell_is_told_once_to_each_recipient() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org, bo@example.org")
    low_bag(name="Bag", sku="B-1")
    assert tell() == [
        ("ann@example.org", "Low stock: Bag (B-1)"),
        ("bo@example.org", "Low stock: Bag (B-1)"),
    ]
    assert tell() == tell(NOW + timedelta(days=2)) == []
    assert len(mail.outbox) == 2


def test_what_falls_between_two_runs_is_one_mail() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    low_bag()
    low_bag()
    assert tell() == [("ann@example.org", "Low stock: 2 products")]


def test_nobody_is_told_without_recipients_nor_later_of_what_fell_before() -> None:
    low_bag()
    assert tell() == []
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    assert tell() == []
    assert LowStockNotice.objects.lines().count() == 1


def test_switched_off_tells_nobody() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    configure(LOW_STOCK_EMAIL, 0)
    low_bag()
    assert tell() == []


def test_digest_waits_for_its_hour_and_gathers_the_day() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    configure(LOW_STOCK_FREQUENCY, "daily")
    configure(LOW_STOCK_HOUR, 8)
    low_bag()
    assert tell() == []
    low_bag()
    assert tell(NOW + timedelta(hours=19)) == []
    assert tell(NOW + timedelta(hours=20)) == [("ann@example.org", "Low stock: 2 products")]
    assert tell(NOW + timedelta(hours=20, minutes=1)) == []
    low_bag(name="Late", sku="L")
    assert tell(NOW + timedelta(hours=21)) == []
    assert tell(NOW + timedelta(hours=44)) == [("ann@example.org", "Low stock: Late (L)")]


def test_each_website_tells_its_own_recipients_of_what_it_sells() -> None:
    berlin = SourceFactory.create(name="Berlin")
    europe, main = WebsiteFactory.create(), Website.objects.get(is_default=True)
    StockFactory.create(name="Europe", sources=[berlin], website=europe)
    configure(LOW_STOCK_RECIPIENTS, "all@example.org")
    own(europe, {LIST: "eu@example.org"})
    low_bag(sku="US", name="Us", websites=[main])
    low_bag(sku="EU", name="Eu", source=berlin, websites=[europe])
    # The main website lists it, but sells from a stock that does not draw on Berlin.
    low_bag(sku="XX", name="Nowhere", source=berlin, websites=[main])
    assert tell() == [("all@example.org", "Low stock: Us (US)"), ("eu@example.org", "Low stock: Eu (EU)")]


def test_a_recipient_of_two_websites_is_told_once_and_at_the_earliest() -> None:
    europe = WebsiteFactory.create()
    StockFactory.create(name="Europe", sources=[default_source()], website=europe)
    configure(LOW_STOCK_RECIPIENTS, "Ann@example.org")
    own(europe, {LIST: "ann@example.org", LOW_STOCK_FREQUENCY.path: "daily"})
    low_bag(name="Bag", sku="B", websites=Website.objects.all())
    assert tell() == [("ann@example.org", "Low stock: Bag (B)")]
    assert tell(NOW + timedelta(days=1)) == []


def test_mail_says_what_is_on_hand_promised_and_owed_and_leads_to_product_and_report() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    bag = product_with_stock(name="Bag", sku="B", quantity=25, notify_stock_qty=10, backorders=2, min_qty=-50)
    place_order(lines={bag: 75}, email="s@example.org", by=None, now=timezone.now())
    tell()
    sent = next(message for message in mail.outbox if message.to == ["ann@example.org"])
    assert sent.subject == "Low stock: Bag (B)"
    for text in (
        "Fell to -50 free in Default Stock; the notify level is 10.",
        "Default Stock: 25 on hand, 75 promised, -50 free, 50 owed",
        "at Default Source: 25 on hand",
        f"http://localhost:8000/admin/catalog/product/{bag.pk}/change/",
        "http://localhost:8000/admin/catalog/lowstock/",
    ):
        assert text in sent.body
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]
    assert f'href="http://localhost:8000/admin/catalog/product/{bag.pk}/change/"' in html
    assert "order #" not in html


def test_names_are_escaped_in_the_page_and_plain_in_the_text() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    low_bag(name="<b>Salt & Co</b>", sku="S")
    tell()
    kept = Notification.objects.get()
    assert "&lt;b&gt;Salt &amp; Co" in kept.body_html
    assert "<b>Salt & Co</b> (S)" in kept.body_text
    assert kept.subject == "Low stock: <b>Salt & Co</b> (S)"


def test_a_raised_level_lists_some_and_leads_to_the_rest() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    for _ in range(52):
        product_with_stock(quantity=3)
    save_configuration({"cataloginventory/item_options/notify_stock_qty": "5"}, by=None)
    assert tell() == [("ann@example.org", "Low stock: 52 products")]
    assert "and 2 more: see http://localhost:8000/admin/catalog/lowstocknotice/" in Notification.objects.get().body_text


def test_a_product_that_is_gone_is_told_of_no_more() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    configure(LOW_STOCK_FREQUENCY, "daily")
    bag = low_bag()
    tell()
    assert LowStockTelling.objects.count() == 2
    bag.delete()
    assert tell(NOW + timedelta(days=1)) == []
    assert not LowStockTelling.objects.exists()


def test_long_names_fit_a_subject() -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    low_bag(name="N" * 255, sku="S" * 64)
    ((_, subject),) = tell()
    assert len(subject) <= 255


def test_command_tells(capsys: pytest.CaptureFixture[str]) -> None:
    configure(LOW_STOCK_RECIPIENTS, "ann@example.org")
    low_bag()
    call_command("send_low_stock_notices")
    call_command("send_low_stock_notices")
    assert capsys.readouterr().out == "1 low stock message written.\n"
    assert LOW_STOCK_RECIPIENTS.narrowest == Scope.WEBSITE
