"""Stores > Settings > Configuration in a real browser, as the guide's "Configure backorders globally" walks through it."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from catalog.models import ConfigurationValue
from catalog.rules.product_setting import BACKORDERS, MIN_QTY, MIN_SALE_QTY
from catalog.rules.sales_settings import DELETE_PENDING_AFTER
from tests.factories.catalog import configure
from tests.journeys.signed_in import add_session, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

WIDE = 1280


def stored() -> dict[str, str]:
    return dict(ConfigurationValue.objects.values_list("path", "value"))


def open_product_stock_options(page: Page) -> None:
    sign_in(page, "/admin/")
    assert page.viewport_size
    if page.viewport_size["width"] < WIDE:
        page.locator("#main .material-symbols-outlined").first.click()  # the sidebar is closed on narrow screens
    page.get_by_role("link", name="Configuration").click()
    expect(page.get_by_role("heading", name="Configuration")).to_be_visible()
    page.get_by_role("heading", name="Product Stock Options").click()


def system_value(page: Page, label: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Use system value: {label}")


def said(page: Page) -> Locator:
    return page.locator("[data-threshold-words] > :visible")


def test_backorders_are_enabled_globally_as_in_the_guide(page: Page) -> None:
    open_product_stock_options(page)
    backorders = page.get_by_label("Backorders", exact=True)
    threshold = page.get_by_label("Out-of-Stock Threshold", exact=True)
    expect(threshold).to_be_disabled()
    expect(said(page)).to_have_text("No backorders")

    system_value(page, "Backorders").uncheck()
    backorders.select_option("Allow Qty Below 0 and Notify Customer")
    expect(said(page)).to_have_text("Unlimited backorders")
    system_value(page, "Out-of-Stock Threshold").uncheck()
    page.keyboard.type("-")  # over the 0 that it begins with, which is selected
    expect(said(page)).to_have_count(0)
    page.keyboard.type("50")
    expect(said(page)).to_have_text("Up to 50 below zero")
    page.get_by_role("button", name="Save Config").click()

    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    assert stored() == {BACKORDERS.path: "2", MIN_QTY.path: "-50"}
    expect(page.get_by_label("Out-of-Stock Threshold", exact=True)).to_have_value("-50")
    expect(page.get_by_label("Backorders", exact=True)).to_have_value("2")
    expect(said(page)).to_have_text("Up to 50 below zero")


def test_use_system_value_brings_the_default_back_and_what_was_typed_again(page: Page) -> None:
    configure(MIN_QTY, -50)
    open_product_stock_options(page)
    box = system_value(page, "Out-of-Stock Threshold")
    threshold = page.get_by_label("Out-of-Stock Threshold", exact=True)
    expect(said(page)).to_have_text("Ignored while backorders are off")
    box.check()
    expect(threshold).to_have_value("0")
    box.uncheck()
    expect(threshold).to_have_value("-50")
    box.check()
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    assert stored() == {}


def test_bad_value_is_shown_again_beside_its_message(page: Page) -> None:
    open_product_stock_options(page)
    system_value(page, "Out-of-Stock Threshold").uncheck()
    page.get_by_label("Out-of-Stock Threshold", exact=True).fill("fifty")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_role("alert")).to_contain_text("Out-of-Stock Threshold: Please enter a valid number")
    expect(page.get_by_label("Out-of-Stock Threshold", exact=True)).to_have_value("fifty")
    expect(page.get_by_label("Out-of-Stock Threshold", exact=True)).to_have_attribute("aria-invalid", "true")
    assert stored() == {}


def test_increments_are_shown_while_they_are_enabled(page: Page) -> None:
    open_product_stock_options(page)
    expect(page.get_by_label("Qty Increments", exact=True)).to_be_hidden()
    system_value(page, "Enable Qty Increments").uncheck()
    page.get_by_label("Enable Qty Increments", exact=True).select_option("Yes")
    expect(page.get_by_label("Qty Increments", exact=True)).to_be_visible()


def test_minimums_are_typed_by_customer_group_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_product_stock_options(page)
    system_value(page, "Minimum Qty Allowed in Shopping Cart").uncheck()
    page.get_by_role("button", name="Add Minimum Qty").click()
    page.get_by_label("Customer Group").last.select_option("Wholesale")
    page.get_by_label("Minimum Qty", exact=True).last.fill("5")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    assert stored() == {MIN_SALE_QTY.path: '{"32000": 1, "2": 5}'}

    page.get_by_role("button", name="Delete").first.click()
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    assert stored() == {MIN_SALE_QTY.path: '{"2": 5}'}
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    expect(page).to_have_title(re.compile("Configuration"))


def test_a_group_opened_before_the_scripts_arrive_stays_open_after_saving(page: Page) -> None:
    held: list[Route] = []
    page.route("**/remembered-details*.js", lambda route: held.append(route))  # noqa: PLW0108  playwright marks its handlers
    add_session(page.context)
    page.goto("/admin/catalog/configurationvalue/", wait_until="commit")
    page.get_by_role("heading", name="Product Stock Options").click()
    for route in held:
        route.continue_()
    page.unroute_all()
    # Saved before the script has come, it could not have remembered anything.
    page.wait_for_function("Object.keys(localStorage).some((key) => key.includes('configuration-group'))")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    expect(page.get_by_label("Backorders", exact=True)).to_be_visible()


def test_the_lifetime_of_unpaid_orders_is_set_in_its_own_section(page: Page) -> None:
    open_product_stock_options(page)
    page.get_by_label("Configuration sections").get_by_role("link", name="Sales", exact=True).click()
    page.get_by_role("heading", name="Orders Cron Settings").click()
    system_value(page, DELETE_PENDING_AFTER.label).uncheck()
    lifetime = page.get_by_label(DELETE_PENDING_AFTER.label, exact=True)
    lifetime.fill("soon")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("Please enter a valid number in this field.").first).to_be_visible()
    lifetime.fill("60")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    expect(lifetime).to_have_value("60")
    assert stored() == {DELETE_PENDING_AFTER.path: "60"}
