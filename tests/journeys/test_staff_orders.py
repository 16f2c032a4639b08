"""Staff make and edit an order in a real browser, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from backorders.models import Order
from tests.backorders.staff_orders import placed
from tests.factories.catalog import product_with_stock
from tests.journeys.checkout_page import DESK, PHONE, fits_everywhere
from tests.journeys.signed_in import add_session

pytestmark = pytest.mark.django_db(transaction=True)
WARNING = "We don't have as many quantity as you requested, but we'll back order the remaining 5."


@pytest.fixture
def staff(page: Page) -> Page:
    """A member of staff who has logged in."""
    add_session(page.context)
    return page


def test_staff_make_an_order_that_is_partly_backordered_and_edit_it(staff: Page) -> None:
    product_with_stock(quantity=10, backorders=2, min_qty=-50, sku="24-MB01", name="Joust Duffle Bag", price=34)
    staff.goto("/admin/backorders/order/")
    staff.get_by_role("link", name="Create New Order").click()
    staff.get_by_label("Words of the SKU or the name").fill("duffle")
    staff.get_by_role("button", name="Search", exact=True).last.click()
    staff.get_by_role("button", name="Add 24-MB01").click()
    staff.get_by_label("Qty of 24-MB01").fill("15")
    staff.get_by_role("button", name="Update Items and Quantities").click()
    expect(staff.get_by_text(WARNING)).to_have_count(1)
    assert fits_everywhere(staff)
    staff.get_by_label("Customer Name").fill("Ada Brandt")
    staff.get_by_label("Email").fill("ada@example.org")
    staff.get_by_label("Street Address").fill("Kaistr. 1")
    staff.get_by_label("Zip/Postal Code").fill("20095")
    staff.get_by_label("City").fill("Hamburg")
    staff.get_by_label("Country").select_option("DE")
    # Nobody knows when the rest comes: staff ask the customer, and say that he agreed.
    staff.get_by_label("The customer was asked").check()
    staff.get_by_role("button", name="Submit Order").click()
    expect(staff.get_by_text("You created the order.")).to_be_visible()
    assert [line.ordered for line in Order.objects.get().lines.all()] == [15]

    staff.get_by_role("link", name="Edit", exact=True).click()
    staff.get_by_label("Quantity of 24-MB01").fill("61")
    staff.get_by_role("button", name="Update Items and Quantities").click()
    expect(staff.get_by_text("24-MB01: Only 60 of 61 available.")).to_be_visible()
    assert fits_everywhere(staff)
    staff.get_by_label("Quantity of 24-MB01").fill("12")
    staff.get_by_role("button", name="Update Items and Quantities").click()
    expect(staff.get_by_text("24-MB01 from 15 to 12")).to_be_visible()
    expect(staff.get_by_text("USD 102.00 less will be due.")).to_be_visible()
    staff.get_by_role("button", name="Save Changes").first.click()
    expect(staff.get_by_text("You saved the order.")).to_be_visible()
    expect(staff.get_by_text("Edited: 24-MB01 from 15 to 12. USD 102.00 less due.")).to_be_visible()


def test_products_are_suggested_while_a_sku_is_typed(staff: Page) -> None:
    product_with_stock(quantity=10, sku="24-MB01", name="Joust Duffle Bag")
    staff.goto("/admin/backorders/order/add/")
    staff.get_by_label("SKU", exact=True).press_sequentially("joust")
    expect(staff.locator("#suggested-products option")).to_have_count(1)
    assert staff.locator("#suggested-products option").get_attribute("value") == "24-MB01"


def test_enter_in_a_quantity_box_updates_and_submits_nothing(staff: Page) -> None:
    product_with_stock(quantity=10, sku="24-MB01")
    staff.goto("/admin/backorders/order/add/")
    staff.get_by_label("SKU", exact=True).fill("24-MB01")
    staff.get_by_label("SKU", exact=True).press("Enter")
    staff.get_by_label("Qty of 24-MB01").fill("3")
    staff.get_by_label("Qty of 24-MB01").press("Enter")
    expect(staff.get_by_label("Qty of 24-MB01")).to_have_value("3")
    assert not Order.objects.exists()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_mass_action_asks_before_it_cancels(staff: Page, size: ViewportSize) -> None:
    staff.set_viewport_size(size)
    order = placed(product_with_stock(quantity=10, sku="24-MB01"))
    staff.goto("/admin/backorders/order/")
    staff.locator("input.action-select").check()
    staff.locator("select[name=action]").select_option("cancel_orders")
    run = staff.get_by_role("button", name="Run", exact=True)
    run.click()
    question = staff.get_by_role("dialog", name="Are you sure you want to cancel the selected orders?")
    question.get_by_role("button", name="Cancel").click()
    order.refresh_from_db()
    assert order.status == "pending_payment"
    run.click()
    question.get_by_role("button", name="OK").click()
    staff.wait_for_load_state()
    order.refresh_from_db()
    assert order.status == "canceled"


def test_staff_send_the_email_again_and_order_the_same_once_more(staff: Page) -> None:
    order = placed(product_with_stock(quantity=10, sku="24-MB01"), 3)
    staff.goto(f"/admin/backorders/order/{order.pk}/change/")
    staff.get_by_role("button", name="Send Email").click()
    staff.get_by_role("dialog").get_by_role("button", name="Send Email").click()
    expect(staff.get_by_text("You sent the order email.")).to_be_visible()
    expect(staff.get_by_text("Sent the confirmation again.")).to_be_visible()
    staff.get_by_role("button", name="Reorder").click()
    expect(staff.get_by_label("Qty of 24-MB01")).to_have_value("3")
    expect(staff.get_by_label("Email")).to_have_value("ada@example.org")
    assert fits_everywhere(staff)
