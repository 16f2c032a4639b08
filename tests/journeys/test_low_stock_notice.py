"""C20 and C21 in a browser: the shop sells, the mail is read, its link opens the product, the bell says it too."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from backorders.actions.send_low_stock_notices import send_low_stock_notices
from backorders.models import Notification
from backorders.tasks.outbox import send_notification
from catalog.models import Product, SourceItem
from catalog.rules.configuration import LOW_STOCK_RECIPIENTS
from tests.factories.catalog import configure, product_with_stock
from tests.journeys.checkout_page import check_out, fits
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def bag(quantity: int, level: int) -> Product:
    configure(LOW_STOCK_RECIPIENTS, "buyer@example.org")
    return product_with_stock(
        name="Joust Duffle Bag", sku="24-MB01", slug="joust-duffle-bag", quantity=quantity, notify_stock_qty=level
    )


def mails() -> list[str]:
    """Run the timer and the worker; return the texts that arrived for the buyer since the last time."""
    send_low_stock_notices(now=timezone.now())
    waiting = Notification.objects.filter(recipient="buyer@example.org", sent_at=None)
    mail.outbox.clear()
    for kept in waiting:
        send_notification.call(kept.pk)
    return [str(message.body) for message in mail.outbox]


def test_c20_one_mail_says_that_one_is_left_and_leads_to_the_product(page: Page, live_server: LiveServer) -> None:
    product = bag(15, 1)
    page.goto("/products/joust-duffle-bag/")
    page.get_by_label("Quantity").fill("14")
    page.get_by_role("button", name="Add to Cart").click()
    page.get_by_role("link", name="View cart").click()
    check_out(page)
    (text,) = mails()
    assert "Fell to 1 free in Default Stock; the notify level is 1." in text
    assert "Default Stock: 15 on hand, 14 promised, 1 free, 0 owed" in text
    assert mails() == []
    found = re.search(rf"http://[^/]+(/admin/catalog/product/{product.pk}/change/)", text)
    assert found is not None
    sign_in(page, found[1])
    expect(page.get_by_role("heading", name="Joust Duffle Bag")).to_be_visible()
    assert page.url == f"{live_server.url}{found[1]}"


def test_c21_zero_written_twice_is_one_mail_and_one_line_under_the_bell(page: Page) -> None:
    bag(10, 2)
    for _ in range(2):
        SourceItem.objects.update(quantity=0)
    (text,) = mails()
    assert "Fell to 0 at Default Source; the notify level is 2." in text
    sign_in(page, "/admin/")
    bell = page.get_by_role("link", name="Low stock notices", exact=False).and_(page.locator("[data-bell]"))
    expect(bell.locator("[data-bell-count]")).to_have_text("1")
    bell.click()
    expect(page.get_by_text("0 at Default Source (notify level 2)")).to_be_visible()
    expect(page.get_by_text("New", exact=True)).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Mark All as Read").click()
    expect(page.get_by_text("New", exact=True)).to_have_count(0)
    expect(page.locator("[data-bell-count]")).to_be_hidden()
    SourceItem.objects.update(quantity=0)
    assert mails() == []
