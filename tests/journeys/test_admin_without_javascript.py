"""The back office without JavaScript: a page that only scripts uncover would be blank."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, expect

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
