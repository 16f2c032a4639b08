"""Back on an order leads to the list that was open, as it was filtered, also after something was done there."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.place_order import place_order
from tests.factories.catalog import product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_back_leads_to_the_list_as_it_was(page: Page) -> None:
    bag = product_with_stock(quantity=0, backorders=1, name="Duffle")
    order = place_order(lines={bag: 1}, email="ada@example.org", by=None, now=timezone.now())
    lists = ("/admin/backorders/order/?q=ada", "/admin/backorders/order/backorders/orders/?q=Duffle")
    sign_in(page, lists[0])
    for address in lists:
        page.goto(address)
        page.get_by_role("link", name=order.number).first.click()
        expect(page.get_by_role("heading", name=order.number)).to_be_visible()
        page.get_by_label("Comment", exact=True).fill("Called her.")
        page.get_by_role("button", name="Submit Comment").click()
        expect(page.get_by_text("The comment has been kept.").first).to_be_visible()
        page.get_by_role("link", name="Back", exact=True).click()
        expect(page).to_have_url(re.compile(re.escape(address) + "$"))
    page.goto("/admin/backorders/order/add/")
    page.goto(f"/admin/backorders/order/{order.pk}/change/")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(lists[1]) + "$"))
