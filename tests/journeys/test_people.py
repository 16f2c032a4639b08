"""An administrator makes a role of sentences and gives it to one of two members of staff, who then can do that, and no more."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Browser, Page, expect

from inventory_site.roles import of_role
from tests.factories.backorders import OrderFactory
from tests.journeys.signed_in import add_session, open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_role_is_made_given_and_taken_away(page: Page, browser: Browser, live_shop: str) -> None:
    order = OrderFactory.create()
    zoe, ben = (User.objects.create_user(name, f"{name}@example.org", is_staff=True) for name in ("zoe", "ben"))
    sign_in(page, "/admin/auth/group/add/")
    page.get_by_label("Name").fill("Packers")
    page.get_by_label("Ships orders: packing slips").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Added as well, as the others need it: Sees orders")).to_be_visible()
    packers = Group.objects.get(name="Packers")
    assert "backorders.ship_order" in of_role(packers)
    # One of two gets it.
    page.goto("/admin/auth/user/")
    page.get_by_role("link", name="zoe", exact=True).click()
    page.get_by_label("Packers").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You saved the user.")).to_be_visible()
    assert (list(zoe.groups.all()), list(ben.groups.all())) == ([packers], [])
    hers = browser.new_context(base_url=live_shop)
    add_session(hers, username="zoe")
    desk = hers.new_page()
    open_page(desk, f"/admin/backorders/order/{order.pk}/change/")
    expect(desk.get_by_text(f"#{order.number}").first).to_be_visible()
    expect(desk.get_by_role("link", name="Credit Memo")).to_have_count(0)
    open_page(desk, "/admin/auth/user/")
    expect(desk.get_by_text("zoe").first).to_be_visible()
    expect(desk.get_by_role("link", name="ben", exact=True)).to_have_count(0)
    # Made inactive, she is out at her next click.
    page.goto(f"/admin/auth/user/{zoe.pk}/change/")
    page.get_by_label("Active").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You saved the user.")).to_be_visible()
    open_page(desk, "/admin/backorders/order/")
    expect(desk.get_by_label("Password")).to_be_visible()
    hers.close()
    packers.delete()
