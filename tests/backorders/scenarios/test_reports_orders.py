"""Orders that are edited, canceled, credited and shipped, as the bug reports of other shops tell it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order, unhold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.refund_order import refund_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, SourceMovement
from backorders.queries.order import CHANGED
from backorders.rules.credit_memo import Refunded
from catalog.models import Product, SourceItem
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.memo_page import refunded, typed
from tests.backorders.shipping import address, submit
from tests.backorders.staff_orders import paid, placed, quantities
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import default_source, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
TEN = Decimal("10.00")


def bag(quantity: int, **fields: Any) -> Product:
    return product_with_stock(quantity=quantity, sku="BAG", price=TEN, **fields)


def ship(order: Order, quantity: int, key: str = "parcel") -> None:
    units = {order.lines.get(): Decimal(quantity)}
    ship_order(
        order=order, source=default_source(), units=units, key=key, by=None, unpaid_confirmed=True, now=timezone.now()
    )


def quantity_box(order: Order) -> str:
    return f"line-{order.lines.order_by('pk')[0].pk}"


def edit(client: Client, order: Order, quantity: int, *added: tuple[str, int]) -> str:
    """Type a quantity for the first line, and rows of more products; press Update, then Save Changes."""
    rows: dict[str, Any] = {"sku": [sku for sku, _ in added], "qty": [units for _, units in added]}
    rows |= {"rows-typed": len(added), quantity_box(order): quantity}
    opened = client.get(address("edit", order), follow=True)
    shown = client.post(address("edit", order), filled_form(opened, **rows, do="update"), follow=True)
    return admin_text(client.post(address("edit", order), filled_form(shown, do="save"), follow=True))


def free_and_salable(product: Product) -> tuple[Decimal, Decimal]:
    return product.stock_level().free, Product.objects.get(pk=product.pk).salable_quantity()


def status(order: Order) -> str:
    return Order.objects.get(pk=order.pk).status


def test_b05_of_two_edits_the_second_is_told_and_changes_nothing(admin_client: Client) -> None:
    order = placed(bag(9), 3)
    window_a = admin_client.get(address("edit", order))
    assert "You saved the order." in edit(admin_client, order, 5)
    for do in ("update", "save"):
        sent = filled_form(window_a, **{quantity_box(order): 4}, do=do)
        assert CHANGED in admin_text(admin_client.post(address("edit", order), sent, follow=True))
    assert quantities(order) == [(5, 0, 0, 0)]


def test_b22_a_canceled_order_is_not_edited_down_to_nothing(admin_client: Client) -> None:
    product = bag(3)
    order = placed(product, 3)
    opened = filled_form(admin_client.get(address("edit", order)), **{quantity_box(order): 0})
    cancel_order(order=order, by=None, now=timezone.now())
    for do in ("update", "save"):
        answer = admin_client.post(address("edit", order), opened | {"do": do}, follow=True)
        assert "An order that is Canceled cannot be edited." in admin_text(answer)
    assert (quantities(order), free_and_salable(product)) == ([(3, 0, 3, 0)], (3, 3))


def test_b23_an_order_that_was_credited_is_not_canceled(admin_client: Client) -> None:
    product = bag(5)
    order = paid(product, 3)
    units = {order.lines.get(): Refunded(Decimal(3), return_to_stock=True)}
    refund_order(order=order, units=units, key="memo", by=None, now=timezone.now())
    answer = admin_client.post(address("cancel", order), follow=True)
    assert "An order that is Closed cannot be canceled." in admin_text(answer)
    assert (status(order), product.stock_level().free, unsound(limit=0)) == ("closed", 5, [])


def invoice_two(order: Order) -> None:
    invoice_order(order=order, units={order.lines.get(): Decimal(2)}, by=None, now=timezone.now())


def ship_two(order: Order) -> None:
    ship(order, 2)


def cancel_three(order: Order) -> None:
    cancel_order(order=order, units={order.lines.get(): Decimal(3)}, by=None, now=timezone.now())


@pytest.mark.parametrize(
    "steps",
    [
        [invoice_two, ship_two, cancel_three],
        [ship_two, invoice_two, cancel_three],
        [invoice_two, cancel_three, ship_two],
    ],
)
def test_b25_an_order_partly_invoiced_shipped_and_canceled_is_complete(steps: list[Callable[[Order], None]]) -> None:
    product = bag(1000)
    order = placed(product, 5)
    for step in steps:
        step(order)
    assert (status(order), free_and_salable(product), unsound(limit=0)) == ("complete", (998, 998), [])


def test_b28_an_order_reduced_below_what_it_owes_frees_the_rest_and_moves_nothing(admin_client: Client) -> None:
    product = bag(10)
    order = paid(product, 10)
    ship(order, 6)
    edit(admin_client, order, 7)
    assert (order.lines.get().open, free_and_salable(product)) == (1, (3, 3))
    assert (SourceItem.objects.get().quantity, SourceMovement.objects.count(), unsound(limit=0)) == (4, 1, [])


def test_b30_what_comes_back_by_two_credit_memos_is_added_up(admin_client: Client) -> None:
    order = paid(bag(5), 5)
    ship(order, 5)
    shelf = []
    for units in (2, 1):
        refunded(admin_client, order, typed(order.lines.get(), units, back=True))
        shelf.append(SourceItem.objects.get().quantity)
    assert (shelf, order.lines.get().refunded, unsound(limit=0)) == ([2, 3], 3, [])


def test_b35_an_order_that_holds_everything_takes_another_product(admin_client: Client) -> None:
    product_with_stock(quantity=4, sku="HAT")
    order = placed(bag(5), 5)
    assert "You saved the order." in edit(admin_client, order, 5, ("HAT", 1))
    assert [(line.sku, line.open) for line in order.lines.order_by("pk")] == [("BAG", 5), ("HAT", 1)]
    assert unsound(limit=0) == []


def test_b36_one_unit_less_is_accepted_though_fewer_are_free_than_ordered(admin_client: Client) -> None:
    product = bag(12)
    order = placed(product, 10)
    assert "You saved the order." in edit(admin_client, order, 9)
    assert (order.lines.get().open, free_and_salable(product)) == (9, (3, 3))


def test_b38_one_product_is_taken_out_and_another_put_in(admin_client: Client) -> None:
    product, other = bag(5), product_with_stock(quantity=5, sku="HAT", price=TEN)
    order = placed(product, 2)
    assert "You saved the order." in edit(admin_client, order, 0, ("HAT", 3))
    assert (product.stock_level().free, other.stock_level().reserved) == (5, 3)
    assert (order.payments.get().total, unsound(limit=0)) == (30, [])


def test_b40_holding_and_shipping_leave_the_salable_quantity_as_it_is(admin_client: Client) -> None:
    product = bag(5)
    order = paid(product, 2)
    salable = [free_and_salable(product)]
    for step in (hold_order, unhold_order):
        step(order=order, by=None, now=timezone.now())
        salable.append(free_and_salable(product))
    submit(admin_client, order, default_source(), 2)
    assert [*salable, free_and_salable(product)] == [(3, 3)] * 4
    assert SourceItem.objects.get().quantity == 3


def test_b43_an_order_of_what_its_website_sells_no_more_opens_and_ships_and_is_not_raised(
    admin_client: Client,
) -> None:
    product = bag(9)
    order = placed(product, 2)
    product.websites.clear()
    pages = [address("change", order), address("edit", order), address("ship", order), f"/orders/{order.checkout}/"]
    assert [admin_client.get(page, follow=True).status_code for page in pages] == [200] * 4
    assert "not sold on this website" in edit(admin_client, order, 4)
    assert order.lines.get().open == 2
    submit(admin_client, order, default_source(), 2)
    assert (order.lines.get().shipped, SourceItem.objects.get().quantity) == (2, 7)
