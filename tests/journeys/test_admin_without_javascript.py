"""The back office without JavaScript: a page that only scripts uncover would be blank."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, expect

from tests.factories.catalog import SourceFactory, StockFactory
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_staff_log_in_and_see_the_orders_without_javascript(browser: Browser, live_shop: str) -> None:
    User.objects.create_superuser("merchant", password="merchant")
    context = browser.new_context(base_url=live_shop, java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/login/?next=/admin/backorders/order/")
    page.get_by_label("Username").fill("merchant")
    page.get_by_label("Password").fill("merchant")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("link", name="Create New Order")).to_be_visible()
    context.close()


def test_the_order_of_a_stocks_sources_is_typed_without_javascript(browser: Browser, live_shop: str) -> None:
    stock = StockFactory.create(sources=[SourceFactory.create(name=name) for name in ("Berlin", "Paris", "Rome")])
    context = browser.new_context(base_url=live_shop, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, f"/admin/catalog/stock/{stock.pk}/change/")
    expect(page.get_by_role("button", name="Move up").filter(visible=True)).to_have_count(0)
    page.get_by_label("Priority of Rome").fill("1")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("The Stock has been saved.")).to_be_visible()
    expect(page.get_by_label("Priority of Rome")).to_have_value("1")
    context.close()
    names = stock.links.order_by("priority").values_list("source__name", flat=True)
    assert list(names) == ["Rome", "Berlin", "Paris"]
