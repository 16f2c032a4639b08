"""What a change would do, and who made it, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from catalog.models import ConfigurationValue, StockItem
from tests.factories.catalog import product_with_stock
from tests.journeys.test_configuration import open_product_stock_options, system_value
from tests.journeys.test_product_edit import dialog, field, open_product, save, use_config

pytestmark = pytest.mark.django_db(transaction=True)


def type_limited_backorders(page: Page, threshold: str) -> None:
    system_value(page, "Backorders").uncheck()
    page.get_by_label("Backorders", exact=True).select_option("Allow Qty Below 0")
    system_value(page, "Out-of-Stock Threshold").uncheck()
    page.get_by_label("Out-of-Stock Threshold", exact=True).fill(threshold)


def test_configuration_is_previewed_saved_and_found_in_the_history(page: Page) -> None:
    product_with_stock(quantity=0, name="Duffle Bag")
    open_product_stock_options(page)
    type_limited_backorders(page, "-50")
    page.get_by_role("button", name="Preview effect").click()
    told = page.get_by_role("dialog", name="Preview effect")
    expect(told).to_contain_text("1 product becomes buyable.")
    expect(told).to_contain_text("50 more units may be sold.")
    expect(told.get_by_role("listitem").filter(has_text="Duffle Bag")).to_contain_text("becomes buyable")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Preview effect")).to_be_focused()
    expect(page.get_by_label("Out-of-Stock Threshold", exact=True)).to_have_value("-50")
    assert not ConfigurationValue.objects.exists()

    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()
    page.get_by_role("link", name="History").click()
    change = page.get_by_role("row").filter(has_text="Out-of-Stock Threshold")
    expect(change.get_by_role("cell")).to_contain_text(["", "", "inherited", "-50", "merchant", "Admin: Configuration"])


def test_a_preview_of_a_bad_value_shows_the_message_at_its_field(page: Page) -> None:
    open_product_stock_options(page)
    type_limited_backorders(page, "fifty")
    page.get_by_role("button", name="Preview effect").click()
    expect(page.get_by_role("alert")).to_contain_text("Out-of-Stock Threshold: Please enter a valid number")
    threshold = page.get_by_label("Out-of-Stock Threshold", exact=True)
    expect(threshold).to_have_value("fifty")
    threshold.fill("-5")
    page.get_by_role("button", name="Save Config").click()
    expect(page.get_by_text("You saved the configuration.")).to_be_visible()


def test_advanced_inventory_is_previewed_before_done_and_found_in_the_history(page: Page) -> None:
    product = product_with_stock(quantity=25)
    open_product(page, product)
    page.get_by_role("button", name="Advanced Inventory").click()
    use_config(page, "Backorders").uncheck()
    field(page, "Backorders").select_option("Allow Qty Below 0")
    use_config(page, "Out-of-Stock Threshold").uncheck()
    field(page, "Out-of-Stock Threshold").fill("-50")
    dialog(page).get_by_role("button", name="Preview effect").click()
    told = page.get_by_role("dialog", name="Preview effect")
    expect(told).to_contain_text("Salable quantity 25 → 75")
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
    expect(dialog(page)).to_be_visible()
    assert not StockItem.objects.exists()

    dialog(page).get_by_role("button", name="Done").click()
    save(page)
    page.get_by_role("link", name="History").click()
    change = page.get_by_role("row").filter(has_text="Out-of-Stock Threshold")
    expect(change.get_by_role("cell")).to_contain_text(["", "", "Use Config Setting", "-50", "merchant"])
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_text("General", exact=True)).to_be_visible()
