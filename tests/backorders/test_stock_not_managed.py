"""Manage Stock is switched off while orders are open, and on again: one answer on every surface."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order, QueuePlace
from backorders.queries.backorder_desk import owed_in_all
from backorders.queries.order_grid import owed_now
from catalog.models import Product, SourceItem, StockItem
from catalog.rules import product_setting
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.staff_orders import nothing_differs
from tests.factories.catalog import configure, default_source, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
DESK = "/admin/backorders/order/backorders/"


def hat(on_hand: int = 2) -> Product:
    return product_with_stock(quantity=on_hand, backorders=2, min_qty=-50, sku="HAT", name="Felt hat")


def order_of(product: Product, units: int = 5) -> Order:
    return place_order(
        lines={product: units}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def switch(product: Product, *, manage: bool | None) -> None:
    StockItem.objects.filter(product=product).update(manage_stock=manage)


def answers(admin_client: Client, order: Order, product: Product) -> dict[str, bool]:
    """Whether each surface says that three units of the order are owed."""
    shop = page_text(Client().get(f"/orders/{order.checkout}/"))
    view = admin_text(admin_client.get(f"/admin/backorders/order/{order.pk}/change/"))
    queue = admin_text(admin_client.get(f"{DESK}{order.stock_id}/{product.pk}/"))
    return {
        "queue": QueuePlace.objects.filter(order=order, owed=3).exists(),
        "grid": owed_now([order]) == {order.pk: 3},
        "dashboard": owed_in_all().units == 3,
        "desk": "3 units owed of 1 product" in admin_text(admin_client.get(DESK)),
        "deliveries": "Nobody waits for this product." not in queue,
        "order": "3 are owed now" in view,
        "ship": "3 owed" in admin_text(admin_client.get(f"/admin/backorders/order/{order.pk}/ship/?source=1"))
        or "3 owed" in view,
        "shop": "back order the remaining 3" in shop,
    }


@pytest.mark.parametrize("where", ["product", "configuration"])
def test_every_surface_says_the_same_before_between_and_after(admin_client: Client, where: str) -> None:
    product = hat()
    order = order_of(product)
    said = []
    for manage in (True, False, True):
        if where == "product":
            switch(product, manage=manage)
        else:
            configure(product_setting.MANAGE_STOCK, int(manage))
        said.append(set(answers(admin_client, order, product).values()))
        assert nothing_differs()
    assert said == [{True}, {False}, {True}]


def test_shopper_still_reads_what_he_was_told_when_he_ordered(client: Client) -> None:
    product = hat()
    order = order_of(product)
    assert "On backorder when ordered" not in page_text(client.get(f"/orders/{order.checkout}/"))
    switch(product, manage=False)
    assert "On backorder when ordered 3" in page_text(client.get(f"/orders/{order.checkout}/"))


def test_units_of_stock_that_is_not_managed_ship_and_leave_the_shelf_alone() -> None:
    product = hat()
    order = order_of(product)
    switch(product, manage=False)
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(5)},
        key="k",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    switch(product, manage=True)
    assert SourceItem.objects.get(product=product).quantity == 2
    assert (product.salable_quantity(), nothing_differs()) == (52, True)


def test_product_page_and_explanation_say_what_becomes_of_promised_units(admin_client: Client) -> None:
    product = hat()
    order_of(product)
    switch(product, manage=False)
    for page in ("change", "explain"):
        text = admin_text(admin_client.get(f"/admin/catalog/product/{product.pk}/{page}/"))
        assert "5 promised to open orders: nothing of it is owed while stock is not managed" in text


def test_other_products_wait_as_before() -> None:
    hats, ropes = hat(), product_with_stock(quantity=1, backorders=1)
    order = place_order(lines={hats: 5, ropes: 4}, email="ada@example.org", by=None, now=timezone.now())
    switch(hats, manage=False)
    assert [(place.product_id, place.owed) for place in QueuePlace.objects.filter(order=order)] == [(ropes.pk, 3)]
