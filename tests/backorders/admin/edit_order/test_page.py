"""Sales > Orders > one order: Edit."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order
from tests.backorders.staff_orders import edited, nothing_differs, paid, placed, quantities
from tests.factories.catalog import SourceItemFactory, default_source, product_with_stock
from tests.page_text import Answer

pytestmark = pytest.mark.django_db
TEN = Decimal("10.00")


def address(order: Order) -> str:
    return reverse("admin:backorders_order_edit", args=(order.pk,))


def words(page: Answer) -> str:
    return page.content.decode()


def boxes(page: Answer) -> dict[str, str]:
    """Return every box of the page with what stands in it."""
    return dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', words(page)))


def updated(client: Client, order: Order, quantity: object, **fields: Any) -> tuple[Answer, dict[str, Any]]:
    """Type a quantity for the first line and press Update; return the page, and what Save Changes would send."""
    line = order.lines.order_by("pk")[0]
    rows: dict[str, Any] = {"sku": [], "qty": [], **fields}
    sent = {**boxes(client.get(address(order))), f"line-{line.pk}": str(quantity), **rows}
    sent["rows-typed"] = str(len(rows["sku"]))
    page = client.post(address(order), {**sent, "do": "update"})
    return page, {**sent, **{name: boxes(page)[name] for name in ("revision", "shown", "key")}, "do": "save"}


def test_the_page_shows_what_is_ordered_and_how_far_it_can_go(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=10))
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(2)},
        key="a",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    page = words(admin_client.get(address(order)))
    assert "at least 2, at most 10" in page
    assert f'name="line-{order.lines.get().pk}" value="3"' in page


def test_update_says_what_will_change_and_changes_nothing(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=10, sku="BAG", price=TEN))
    page, _ = updated(admin_client, order, 1)
    assert "BAG from 3 to 1" in words(page)
    assert "USD 20.00 will be refunded." in words(page)
    assert quantities(order) == [(3, 3, 0, 0)]


def test_save_does_what_was_shown(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=10, sku="BAG", price=TEN))
    page, sent = updated(admin_client, order, 5)
    assert "USD 20.00 more will be due." in words(page)
    view = admin_client.post(address(order), sent, follow=True)
    assert "You saved the order." in words(view)
    assert "Edited: BAG from 3 to 5. USD 20.00 more due." in words(view)
    assert quantities(order) == [(5, 3, 0, 0)]
    assert nothing_differs()


def test_save_shows_what_will_change_before_it_happens(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=10))
    line = order.lines.get()
    sent: dict[str, Any] = {**boxes(admin_client.get(address(order))), f"line-{line.pk}": "1", "do": "save"}
    sent |= {"sku": "", "qty": "1"}  # the blank row
    assert "Please check what will change" in words(admin_client.post(address(order), sent))
    assert quantities(order) == [(3, 3, 0, 0)]


def test_save_pressed_twice_edits_once(admin_client: Client) -> None:
    order = paid(product_with_stock(quantity=10))
    _, sent = updated(admin_client, order, 1)
    for _ in range(2):
        assert admin_client.post(address(order), sent).status_code == 302
    assert quantities(order) == [(3, 3, 2, 2)]


def test_saving_nothing_says_so(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=10))
    _, sent = updated(admin_client, order, 3)
    assert "Nothing was changed." in words(admin_client.post(address(order), sent, follow=True))


def test_a_raise_beyond_what_may_be_sold_is_refused_with_what_there_is(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=100), 100)
    page, sent = updated(admin_client, order, 101)
    assert "Only 100 of 101 available." in words(page)
    assert admin_client.post(address(order), sent).status_code == 400
    assert quantities(order) == [(100, 0, 0, 0)]


def test_a_raise_that_is_backordered_says_so_once(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=10, backorders=1), 10)
    page, _ = updated(admin_client, order, 12)
    assert words(page).count("back order the remaining") == 1
    assert "back order the remaining 2." in words(page)


@pytest.mark.parametrize(
    ("quantity", "message"),
    [
        ("two", "Please enter a quantity as a number"),
        ("", "Please enter a quantity as a number"),
        ("-1", "Please enter a quantity of 0 or more."),
        ("1.5", "You cannot use decimal quantity"),
        ("9" * 40, "Please enter a smaller quantity."),
        ("0", "An order keeps at least one unit."),
        ("3\0", "Please enter a quantity as a number"),
    ],
)
def test_a_quantity_that_cannot_be_says_why_and_is_kept(admin_client: Client, quantity: str, message: str) -> None:
    order = placed(product_with_stock(quantity=10))
    page, sent = updated(admin_client, order, quantity)
    assert message in words(page)
    assert admin_client.post(address(order), sent).status_code == 400
    assert quantities(order) == [(3, 0, 0, 0)]


def test_products_are_added(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=10))
    product_with_stock(quantity=1, backorders=1, sku="CAP", price=TEN)
    page, sent = updated(admin_client, order, 3, sku=["CAP"], qty=["4"])
    assert "4 of CAP added" in words(page)
    assert "back order the remaining 3." in words(page)
    admin_client.post(address(order), sent)
    assert [(line.sku, line.ordered) for line in order.lines.order_by("pk")][1:] == [("CAP", 4)]
    assert nothing_differs()


def test_more_of_a_product_that_is_there_is_judged_with_what_is_there(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=4, sku="BAG"))
    page, _ = updated(admin_client, order, 3, sku=["BAG"], qty=["2"])
    assert words(page).count("BAG: Only 4 of 5 available.") == 1


def test_an_unknown_sku_is_named_and_refused(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=10))
    page, sent = updated(admin_client, order, 4, sku=["NOTHING"], qty=["1"])
    assert "There is no product “NOTHING”." in words(page)
    assert admin_client.post(address(order), sent).status_code == 400
    assert quantities(order) == [(3, 0, 0, 0)]


def test_a_page_opened_before_the_order_changed_asks_to_look_again(admin_client: Client) -> None:
    bag, cap = product_with_stock(quantity=10), product_with_stock(quantity=10)
    order = place_order(
        lines={bag: 3, cap: 3}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )
    _, sent = updated(admin_client, order, 3)
    sent[f"line-{order.lines.get(product=cap).pk}"] = "4"
    edited(order, 5)
    page = words(admin_client.post(address(order), sent))
    assert "The order has changed since this page was opened." in page
    assert quantities(order) == [(5, 0, 0, 0), (3, 0, 0, 0)]
    # The box that nobody touched follows the order; the other keeps what was typed.
    assert f'name="line-{order.lines.get(product=bag).pk}" value="5"' in page
    assert f'name="line-{order.lines.get(product=cap).pk}" value="4"' in page


def test_units_sold_to_somebody_else_meanwhile_are_refused(admin_client: Client) -> None:
    bag = product_with_stock(quantity=10, sku="BAG")
    order = placed(bag)
    _, sent = updated(admin_client, order, 10)
    placed(bag, 1)
    page = admin_client.post(address(order), sent)
    assert (page.status_code, "BAG: Only 9 of 10 available." in words(page)) == (400, True)
    assert quantities(order) == [(3, 0, 0, 0)]


def test_an_order_that_is_being_paid_says_so_and_keeps_what_was_typed(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=10), method="card")
    _, sent = updated(admin_client, order, 5)
    order.payments.update(transaction_id="session")
    page = admin_client.post(address(order), sent)
    assert (page.status_code, "The shopper is paying for this order now" in words(page)) == (400, True)
    assert f'name="line-{order.lines.get().pk}" value="5"' in words(page)


def test_an_order_on_hold_is_not_edited(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=10))
    assert ">Edit<" in words(admin_client.get(reverse("admin:backorders_order_change", args=(order.pk,))))
    hold_order(order=order, by=None, now=timezone.now())
    page = words(admin_client.get(address(order), follow=True))
    assert "The order is On Hold. Release it first." in page
    assert ">Edit<" not in page


def test_editing_needs_the_permission(client: Client) -> None:
    order = placed(product_with_stock(quantity=10))
    client.force_login(User.objects.create_user("viewer", is_staff=True))
    assert client.get(address(order)).status_code == 403


def test_a_deleted_product_is_shown(admin_client: Client) -> None:
    bag = product_with_stock(quantity=10)
    order = placed(bag)
    bag.delete()
    assert "(deleted)" in words(admin_client.get(address(order)))


@pytest.mark.parametrize("lines", [1, 30])
def test_the_page_asks_as_many_queries_for_thirty_lines_as_for_one(
    admin_client: Client, django_assert_num_queries: Any, lines: int
) -> None:
    products = [SourceItemFactory.create(quantity=9).product for _ in range(lines)]
    order = place_order(lines=dict.fromkeys(products, 1), email="ada@example.org", by=None, now=timezone.now())
    with django_assert_num_queries(10):
        admin_client.get(address(order))
