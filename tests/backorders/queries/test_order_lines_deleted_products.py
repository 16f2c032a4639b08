"""A product is deleted while open orders hold units of it: they stay owed, everywhere, until somebody does something."""

import csv
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.edit_order import CannotEdit
from backorders.actions.invoice_order import invoice_order
from backorders.actions.move_to_front import CannotMove, move_to_front
from backorders.actions.refund_order import Refunded, refund_order
from backorders.actions.repair_inventory import repair_promises
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.emails.order_confirmation import facts_now, order_confirmation
from backorders.models import Order, OrderLine, QueuePlace
from backorders.queries.order_grid import owed_now
from backorders.queries.promise_differences import promise_differences
from catalog.models import Product, Reservation, SourceItem
from catalog.models.reservation import EventType
from catalog.queries.inventory_differences import inventory_differences
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.deleting import WAYS, by_action, by_shell
from tests.backorders.staff_orders import edited, nothing_differs, paid, placed
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
DESK = "/admin/backorders/order/backorders/"


def hat(quantity: int = 5) -> Product:
    return product_with_stock(quantity=quantity, backorders=2, min_qty=-50, sku="HAT", name="Felt hat")


def held(order: Order) -> int:
    """What the ledger holds for the order."""
    return int(-(Reservation.objects.filter(order_number=order.number).aggregate(sum=Sum("quantity"))["sum"] or 0))


@pytest.mark.parametrize("delete", WAYS)
def test_units_of_a_deleted_product_are_owed_whoever_deletes_it(delete: Callable[[Product], None]) -> None:
    product = hat()
    order = paid(product, 3)
    delete(product)
    place = QueuePlace.objects.get(order=order)
    assert (place.product_id, place.is_gone, place.covered, place.owed) == (product.pk, True, 0, 3)
    assert (place.expected, owed_now([order]), held(order)) == (None, {order.pk: 3}, 3)
    assert nothing_differs()
    assert inventory_differences() == ()


@pytest.mark.parametrize("delete", WAYS)
def test_a_new_product_under_the_old_sku_takes_nothing_over(delete: Callable[[Product], None]) -> None:
    product = hat()
    order = paid(product, 3)
    delete(product)
    twin = product_with_stock(quantity=50, sku="HAT", name="Felt hat")
    assert (twin.salable_quantity(), owed_now([order])) == (50, {order.pk: 3})
    with pytest.raises(CannotShip, match="HAT: the product was deleted"):
        ship_order(
            order=order,
            source=default_source(),
            units={order.lines.get(): Decimal(1)},
            key="k",
            by=None,
            unpaid_confirmed=True,
            now=timezone.now(),
        )
    assert SourceItem.objects.get(product=twin).quantity == 50
    cancel_order(order=order, by=None, now=timezone.now())
    assert (held(order), twin.salable_quantity(), nothing_differs()) == (0, 50, True)


def test_line_that_held_nothing_in_the_ledger_is_owed_too() -> None:
    product = product_with_stock(quantity=5, manage_stock=False)
    order = paid(product, 2)
    by_action(product)
    assert owed_now([order]) == {order.pk: 2}
    cancel_order(order=order, by=None, now=timezone.now())
    assert (owed_now([order]), Reservation.objects.count()) == ({}, 0)


def test_money_of_a_deleted_product_is_refunded_and_the_ledger_given_back() -> None:
    product = hat()
    order = paid(product, 3)
    by_action(product)
    line = order.lines.get()
    refund_order(
        order=order, units={line: Refunded(Decimal(2), return_to_stock=False)}, key="k", by=None, now=timezone.now()
    )
    assert (owed_now([order]), held(order), order.credit_memos.get().amount) == ({order.pk: 1}, 1, 20)
    assert nothing_differs()


def test_shipped_units_of_a_deleted_product_are_refunded_to_no_shelf() -> None:
    product = hat()
    order = paid(product, 3)
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(3)},
        key="s",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    by_action(product)
    refund_order(
        order=order,
        units={order.lines.get(): Refunded(Decimal(3), return_to_stock=True)},
        key="k",
        by=None,
        now=timezone.now(),
    )
    order.refresh_from_db()
    assert (order.status, nothing_differs()) == ("closed", True)


def test_edit_lowers_a_deleted_product_and_never_raises_it() -> None:
    product = hat()
    order = paid(product, 3)
    by_action(product)
    with pytest.raises(CannotEdit, match="This product was deleted"):
        edited(order, 4)
    edited(order, 1)
    assert (owed_now([order]), held(order), nothing_differs()) == ({order.pk: 1}, 1, True)


def test_deleted_virtual_product_is_not_delivered_when_it_is_paid_for() -> None:
    product = product_with_stock(quantity=5, product_type="virtual")
    order = placed(product, 2)
    by_action(product)
    invoice_order(order=order, by=None, now=timezone.now())
    assert (order.lines.get().shipped, owed_now([Order.objects.get(pk=order.pk)])) == (0, {order.pk: 2})
    assert nothing_differs()


def test_nobody_moves_a_deleted_product_to_the_front() -> None:
    product = hat(0)
    placed(product, 1)
    line = placed(product, 1).lines.get()
    by_shell(product)
    with pytest.raises(CannotMove, match="was deleted"):
        move_to_front(line=line, reason="hurry", by=None, now=timezone.now())


def test_desk_and_csv_name_the_deleted_product(admin_client: Client) -> None:
    product = hat()
    order = paid(product, 3)
    by_action(product)
    pages = [
        admin_text(admin_client.get(DESK, {"view": view, "q": "hat"}, follow=True)) for view in ("products", "orders")
    ]
    assert all("Felt hat (deleted) HAT" in page for page in pages)
    assert ["3 units owed of 1 product" in pages[0], "3 units owed in 1 order line" in pages[1]] == [True, True]
    for view in ("products", "orders"):
        answer = admin_client.get(f"{DESK}{view}/grid/export/csv/")
        lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
        (row,) = csv.DictReader(lines)
        assert (row["SKU"], row["Owed"]) == ("HAT", "3")
    assert order.number in pages[1]


def test_order_view_says_what_is_owed_and_what_can_be_done(admin_client: Client) -> None:
    product = hat()
    order = paid(product, 3)
    by_action(product)
    page = admin_text(admin_client.get(f"/admin/backorders/order/{order.pk}/change/"))
    assert "Felt hat (deleted)" in page
    assert "Backordered USD 10.00" in page
    assert "0 covered 3 owed Product deleted: no stock will arrive" in page
    assert "3 are owed now" in page
    assert "Deleted from the catalog: 3 of HAT stay owed." in page
    assert ("Shipped from Elsewhere" in page, "Source Selection" in page) == (True, False)


@pytest.mark.parametrize("page", ["change/", "cancel-items/", "credit-memo/", "edit/", "ship/", "source-selection/"])
def test_pages_of_an_order_open_after_its_product_was_deleted(admin_client: Client, page: str) -> None:
    product = hat()
    order = paid(product, 3)
    by_shell(product)
    answer = admin_client.get(f"/admin/backorders/order/{order.pk}/{page}", follow=True)
    assert answer.status_code == 200
    assert "Felt hat" in answer.content.decode() or "deleted" in answer.content.decode()


def test_shopper_keeps_reading_of_his_backorder(client: Client) -> None:
    product = hat(1)
    order = placed(product, 3)
    by_action(product)
    for text in (client.get(f"/orders/{order.checkout}/").content.decode(), order_confirmation(facts_now(order)).text):
        assert "Felt hat" in text
        assert "back order the remaining 2" in text or "back order the remaining 3" in text


def test_check_names_what_the_ledger_holds_too_much_of_a_deleted_product_and_repairs_it() -> None:
    product = hat()
    order = paid(product, 3)
    by_action(product)
    Reservation.objects.create(
        stock=order.stock,
        product_id=product.pk,
        quantity=Decimal(1),
        event_type=EventType.MANUAL_COMPENSATION,
        event_key="typed by hand",
        order_number=order.number,
    )
    (difference,) = promise_differences()
    assert (difference.sku, difference.expected, difference.found) == ("HAT", 3, 2)
    assert (repair_promises([difference]), promise_differences(), held(order)) == (1, (), 3)


def test_number_of_a_deleted_product_is_kept_once_and_for_good() -> None:
    product = hat()
    line = placed(product, 3).lines.get()
    by_shell(product)
    kept = OrderLine.objects.get(pk=line.pk)
    kept.save()
    assert (kept.product_id, kept.gone_product_id, kept.held_product_id) == (None, product.pk, product.pk)
