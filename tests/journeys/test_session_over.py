"""The session ends while a form is filled in: after the login what was typed stands in the form, not saved yet."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from backorders.actions.place_order import place_order
from catalog.models import Product, SourceItem
from inventory_site.models import Session
from tests.factories.catalog import SourceFactory, product_with_stock
from tests.journeys.signed_in import open_page, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def log_in(page: Page, username: str = "merchant") -> None:
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill("merchant")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()


def test_a_product_is_typed_once_although_the_session_ends(page: Page) -> None:
    SourceFactory.create(name="Berlin", code="berlin")
    product = product_with_stock(quantity=25, name="Bag")
    sign_in(page, f"/admin/catalog/product/{product.pk}/change/")
    page.locator("#id_name").fill("Sack")
    page.get_by_label("Qty", exact=True).filter(visible=True).fill("7")
    page.get_by_role("button", name="Assign Sources").click()
    page.get_by_role("dialog").get_by_label("Berlin").check()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    page.locator("tr", has_text="Berlin").get_by_label("Qty", exact=True).filter(visible=True).fill("4")
    page.get_by_role("button", name="Advanced Inventory").click()
    dialog = page.get_by_role("dialog", name="Advanced Inventory")
    dialog.get_by_role("checkbox", name="Use Config Setting: Out-of-Stock Threshold").uncheck()
    dialog.get_by_label("Out-of-Stock Threshold", exact=True).fill("-50")
    dialog.get_by_role("button", name="Done").click()
    Session.objects.all().delete()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Your session has ended. Log in again; what you typed is kept.")).to_be_visible()
    assert Product.objects.get().name == "Bag"

    log_in(page)
    expect(page.get_by_text("What you typed is kept. It is not saved yet")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("Sack")
    expect(page.get_by_text("Not saved yet").filter(visible=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Send it now")).to_be_hidden()
    assert Product.objects.get().name == "Bag"
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("You saved the product. 2 of 2 sources changed.")).to_be_visible()
    product.refresh_from_db()
    assert (product.name, product.stock_item.min_qty) == ("Sack", -50)
    assert dict(SourceItem.objects.values_list("source__name", "quantity")) == {"Default Source": 7, "Berlin": 4}


def test_hold_is_not_done_by_the_login_but_by_a_click(page: Page) -> None:
    product = product_with_stock(quantity=25)
    order = place_order(
        lines={product: 5}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    sign_in(page, f"/admin/backorders/order/{order.pk}/change/")
    Session.objects.all().delete()
    page.get_by_role("button", name="Hold", exact=True).click()
    log_in(page)
    expect(page.get_by_text("Hold was not done because your session had ended.")).to_be_visible()
    order.refresh_from_db()
    assert order.status != "holded"
    page.get_by_role("button", name="Hold now").click()
    page.wait_for_url(f"**/admin/backorders/order/{order.pk}/change/")
    order.refresh_from_db()
    assert order.status == "holded"


def test_who_logs_in_again_in_a_second_tab_can_still_send_the_first(page: Page) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    address = f"/admin/catalog/product/{product.pk}/change/"
    sign_in(page, address)
    page.locator("#id_name").fill("Sack")
    Session.objects.all().delete()
    second = page.context.new_page()
    open_page(second, "/admin/")
    log_in(second)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What you typed is kept. It is not saved yet")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("Sack")
    assert Product.objects.get().name == "Bag"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You saved the product.")).to_be_visible()
    assert Product.objects.get().name == "Sack"


def test_another_person_who_logs_in_is_shown_nothing_of_it(page: Page) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    User.objects.create_superuser("bob", password="merchant")
    sign_in(page, f"/admin/catalog/product/{product.pk}/change/")
    page.locator("#id_name").fill("Sack")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    log_in(page, "bob")
    expect(page.locator("#id_name")).to_have_value("Bag")
    expect(page.get_by_text("What you typed is kept")).to_have_count(0)
