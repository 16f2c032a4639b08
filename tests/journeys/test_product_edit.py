"""Catalog > Products > edit in a real browser, as the guide's "Configure backorders for a product" walks through it."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from catalog.models import Product, SourceItem, StockItem
from catalog.rules.product_setting import BACKORDERS
from tests.factories.catalog import SourceFactory, StockFactory, configure, product_with_stock
from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def open_product(page: Page, product: Product) -> None:
    sign_in(page, f"/admin/catalog/product/{product.pk}/change/")
    expect(page.get_by_text("General", exact=True)).to_be_visible()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Advanced Inventory")


def use_config(page: Page, label: str) -> Locator:
    return dialog(page).get_by_role("checkbox", name=f"Use Config Setting: {label}", exact=True)


def field(page: Page, label: str) -> Locator:
    return dialog(page).get_by_label(label, exact=True)


def said(page: Page) -> Locator:
    return dialog(page).locator("[data-threshold-words] > :visible")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("You saved the product.")).to_be_visible()


def test_backorders_are_configured_for_a_product_as_in_the_guide(page: Page) -> None:
    product = product_with_stock(quantity=25)
    open_product(page, product)
    page.get_by_role("button", name="Advanced Inventory").click()
    expect(field(page, "Backorders")).to_be_disabled()
    use_config(page, "Backorders").uncheck()
    field(page, "Backorders").select_option("Allow Qty Below 0 and Notify Customer")
    expect(said(page)).to_have_text("Unlimited backorders")
    use_config(page, "Out-of-Stock Threshold").uncheck()
    field(page, "Out-of-Stock Threshold").fill("-50")
    expect(said(page)).to_have_text("Up to 50 below zero")
    dialog(page).get_by_role("button", name="Done").click()
    expect(dialog(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Advanced Inventory")).to_be_focused()
    assert not StockItem.objects.exists()  # nothing is stored before Save

    save(page)
    own = StockItem.objects.get(product=product)
    assert (own.backorders, own.min_qty, own.max_sale_qty) == (2, -50, None)
    page.get_by_text("Product Salable Quantity").click()
    expect(page.get_by_text("= 25 on hand - 0 reserved - (-50) threshold")).to_be_visible()


def test_done_closes_the_dialog_only_when_every_field_is_valid(page: Page) -> None:
    open_product(page, product_with_stock(quantity=25))
    page.get_by_role("button", name="Advanced Inventory").click()
    use_config(page, "Maximum Qty Allowed in Shopping Cart").uncheck()
    for typed, closing in (("", "Done"), ("-1", "Enter"), ("ten", "Done"), ("ten", "Enter")):
        field(page, "Maximum Qty Allowed in Shopping Cart").fill(typed)
        if closing == "Enter":
            page.keyboard.press(closing)
        else:
            dialog(page).get_by_role("button", name=closing).click()
        expect(field(page, "Maximum Qty Allowed in Shopping Cart")).to_be_focused()
        expect(dialog(page).get_by_text(re.compile("^Please enter"))).to_be_visible()
        expect(page.locator("[data-advanced-inventory-button].has-error")).to_have_count(1)
    use_config(page, "Maximum Qty Allowed in Shopping Cart").check()
    dialog(page).get_by_role("button", name="Done").click()
    expect(dialog(page)).to_be_hidden()
    expect(page.locator(".has-error")).to_have_count(0)


@pytest.mark.parametrize("closing", ["Close", "Escape"])
def test_the_x_and_escape_discard_what_was_typed_after_a_question(page: Page, closing: str) -> None:
    open_product(page, product_with_stock(quantity=25, min_qty=-50, backorders=2))

    def close() -> None:
        if closing == "Escape":
            page.keyboard.press("Escape")
        else:
            dialog(page).get_by_role("button", name="Close").click()

    page.get_by_role("button", name="Advanced Inventory").click()
    expect(use_config(page, "Manage Stock")).to_be_focused()
    close()
    expect(dialog(page)).to_be_hidden()  # nothing was typed, nothing is asked
    page.get_by_role("button", name="Advanced Inventory").click()
    use_config(page, "Maximum Qty Allowed in Shopping Cart").uncheck()
    field(page, "Maximum Qty Allowed in Shopping Cart").fill("ten")
    use_config(page, "Out-of-Stock Threshold").check()
    field(page, "Qty").fill("7")
    close()
    page.get_by_role("button", name="Keep editing").click()
    expect(field(page, "Maximum Qty Allowed in Shopping Cart")).to_have_value("ten")
    close()
    page.get_by_role("button", name="Discard").click()
    expect(dialog(page)).to_be_hidden()
    expect(page.get_by_label("Quantity", exact=True)).to_have_value("25")
    expect(page.get_by_text("Not saved yet").filter(visible=True)).to_have_count(0)
    page.get_by_role("button", name="Advanced Inventory").click()
    expect(field(page, "Out-of-Stock Threshold")).to_have_value("-50")
    expect(use_config(page, "Maximum Qty Allowed in Shopping Cart")).to_be_checked()
    use_config(page, "Maximum Qty Allowed in Shopping Cart").uncheck()
    expect(field(page, "Maximum Qty Allowed in Shopping Cart")).to_have_value("10000")


def test_what_done_keeps_is_said_to_be_unsaved_until_it_is_saved(page: Page) -> None:
    open_product(page, product_with_stock(quantity=25))
    unsaved = page.get_by_text("Not saved yet").filter(visible=True)
    expect(unsaved).to_have_count(0)
    page.get_by_role("button", name="Advanced Inventory").click()
    use_config(page, "Out-of-Stock Threshold").uncheck()
    field(page, "Out-of-Stock Threshold").fill("-50")
    dialog(page).get_by_role("button", name="Done").click()
    expect(unsaved).to_have_count(2)  # beside the button, and in the bar below
    save(page)
    expect(unsaved).to_have_count(0)


def test_ticked_sources_are_discarded_after_a_question(page: Page) -> None:
    SourceFactory.create(name="Berlin", code="berlin")
    open_product(page, product_with_stock(quantity=25))
    choices = page.get_by_role("dialog", name="Assign Sources")
    for closing in ("Close", "Escape", "Cancel"):
        page.get_by_role("button", name="Assign Sources").click()
        expect(page.get_by_label("Search sources")).to_be_focused()
        expect(choices.get_by_label("Berlin")).not_to_be_checked()
        choices.get_by_label("Berlin").check()
        if closing == "Escape":
            page.keyboard.press("Escape")
        else:
            choices.get_by_role("button", name=closing).click()
        if closing != "Cancel":
            page.get_by_role("button", name="Discard").click()
        expect(choices).to_be_hidden()
    page.get_by_role("button", name="Assign Sources").click()
    expect(choices.get_by_label("Berlin")).not_to_be_checked()


def test_quantity_and_stock_status_are_linked_both_ways(page: Page) -> None:
    open_product(page, product_with_stock(quantity=25))
    page.get_by_label("Quantity", exact=True).fill("30")
    page.get_by_role("button", name="Advanced Inventory").click()
    expect(field(page, "Qty")).to_have_value("30")
    field(page, "Qty").fill("-4")
    field(page, "Stock Status").select_option("Out of Stock")
    dialog(page).get_by_role("button", name="Done").click()
    expect(page.get_by_label("Quantity", exact=True)).to_have_value("-4")
    save(page)
    item = SourceItem.objects.get()
    assert (item.quantity, item.is_in_stock) == (-4, False)


def test_fields_are_shown_when_they_mean_something(page: Page) -> None:
    configure(BACKORDERS, 2)
    open_product(page, product_with_stock(quantity=25))
    page.get_by_role("button", name="Advanced Inventory").click()
    expect(field(page, "Backorders")).to_have_value("2")
    expect(field(page, "Qty Increments")).to_be_hidden()
    use_config(page, "Manage Stock").uncheck()
    field(page, "Manage Stock").select_option("No")
    shown = dialog(page).locator(".advanced-row:visible .advanced-label")
    expect(shown).to_have_text(
        [
            "Manage Stock",
            "Minimum Qty Allowed in Shopping Cart",
            "Maximum Qty Allowed in Shopping Cart",
            "Enable Qty Increments",
        ]
    )
    use_config(page, "Enable Qty Increments").uncheck()
    field(page, "Enable Qty Increments").select_option("Yes")
    expect(field(page, "Qty Increments")).to_be_visible()


def test_sources_are_assigned_changed_and_unassigned(page: Page) -> None:
    berlin = SourceFactory.create(name="Berlin", code="berlin")
    SourceFactory.create(name="Paris", code="paris")
    StockFactory.create(name="Europe", sources=[berlin])
    product = product_with_stock(quantity=25)
    open_product(page, product)
    page.get_by_role("button", name="Assign Sources").click()
    page.get_by_label("Search sources").fill("berl")
    choices = page.get_by_role("dialog", name="Assign Sources")
    expect(choices.locator("li:visible")).to_have_count(1)
    choices.get_by_role("checkbox").check()
    choices.get_by_role("button", name="Done").click()
    row = page.locator("tr", has_text="Berlin").filter(visible=True)
    expect(row.get_by_label("Qty", exact=True)).to_be_focused()
    row.get_by_label("Qty", exact=True).fill("7")
    row.get_by_label("Use Default").uncheck()
    row.get_by_label("Notify Qty").fill("2")
    old = page.locator("tr", has_text="Default Source").filter(visible=True)
    old.get_by_role("button", name="Unassign").click()
    expect(old.get_by_text("25 units are removed")).to_be_visible()
    assert SourceItem.objects.get().source.code == "default"  # nothing is removed before Save

    save(page)
    item = SourceItem.objects.get()
    assert (item.source, item.quantity, item.notify_quantity) == (berlin, 7, 2)
    expect(page.locator("[data-source]").filter(visible=True)).to_have_count(1)


def test_a_refused_save_opens_the_dialog_with_its_message(page: Page) -> None:
    product = product_with_stock(quantity=25)
    open_product(page, product)
    page.get_by_role("button", name="Advanced Inventory").click()
    use_config(page, "Out-of-Stock Threshold").uncheck()
    field(page, "Out-of-Stock Threshold").fill("ten")
    page.evaluate("document.querySelector('#advanced-inventory').close()")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(dialog(page).get_by_text("Please enter a valid number in this field.")).to_be_visible()
    field(page, "Out-of-Stock Threshold").fill("10")
    expect(dialog(page).get_by_text("Please enter a valid number in this field.")).to_be_hidden()
    dialog(page).get_by_role("button", name="Done").click()
    save(page)
    assert StockItem.objects.get().min_qty == Decimal(10)
