"""Every kind of form, filled in as a browser would and sent three times: its effect is there once."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import CreditMemo, Notification, Order, OrderEvent, QueueMove, Shipment
from backorders.rules.order_status import OrderStatus
from catalog.forms.hidden_fields import KEY
from catalog.models import ConfigurationValue, Product, Source, SourceItem, Stock
from catalog.rules.product_setting import MIN_QTY
from tests.backorders.admin.edit_order.test_page import updated
from tests.backorders.create_order import PAGE, hidden, typed
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import SourceFactory, StockFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def thrice(client: Client, address: str, fields: dict[str, Any], between: Callable[[], object] = lambda: None) -> None:
    """Send one form three times; `between` is what somebody else does before the last one comes."""
    sent = {**fields, KEY: str(uuid.uuid4())}
    answers = [client.post(address, sent), client.post(address, sent)]
    between()
    answers.append(client.post(address, sent))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1


def form(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    return filled_form(client.get(address), **changes)


def order_of(quantity: int = 10, on_hand: int = 20) -> Order:
    bag = product_with_stock(quantity=on_hand, backorders=1, sku="BAG", price=Decimal(10))
    return place_order(
        lines={bag: quantity}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def page(order: Order, name: str, *more: int) -> str:
    return reverse(f"admin:backorders_order_{name}", args=(order.pk, *more))


def test_a_quantity_of_the_sources_area_is_a_difference_once(admin_client: Client) -> None:
    other = SourceFactory.create()
    product = product_with_stock(quantity=5, source=other)
    address = f"/admin/catalog/product/{product.pk}/change/"
    typed = form(admin_client, address, **{f"sources-{other.pk}-quantity": "12"})
    item = SourceItem.objects.filter(product=product, source=other)
    thrice(admin_client, address, typed, between=lambda: item.update(quantity=9))
    assert item.get().quantity == 9


def test_a_product_a_stock_a_source_a_user_and_a_group_are_added_once(admin_client: Client) -> None:
    added: list[tuple[str, dict[str, Any], Any]] = [
        ("catalog/product", {"name": "Bag", "sku": "B-1", "price": "10", "slug": ""}, Product),
        ("catalog/stock", {"name": "Europe"}, Stock),
        ("catalog/source", {"code": "b", "name": "B", "country": "DE", "postcode": "1", "is_enabled": "on"}, Source),
        ("auth/user", {"username": "carl", "email": "carl@example.org"}, User),
        ("auth/group", {"name": "Night shift"}, Group),
    ]
    for address, filled, model in added:
        before = model.objects.count()
        thrice(admin_client, f"/admin/{address}/add/", form(admin_client, f"/admin/{address}/add/", **filled))
        assert model.objects.count() == before + 1, address


def test_a_setting_is_saved_once_and_what_comes_after_it_stays(admin_client: Client) -> None:
    address = reverse("admin:catalog_configurationvalue_changelist")
    typed = form(admin_client, address, **{MIN_QTY.path: "-50", f"inherit:{MIN_QTY.path}": None})
    stored = ConfigurationValue.objects.filter(path=MIN_QTY.path)
    thrice(admin_client, address, typed, between=lambda: stored.update(value="-7"))
    assert stored.get().value == "-7"


def test_update_attributes_is_done_once_and_what_comes_after_it_stays(admin_client: Client) -> None:
    product = product_with_stock(quantity=5)
    grid = "/admin/catalog/product/"
    chosen = {"action": "update_attributes", "index": "0", "_selected_action": [str(product.pk)]}
    opened = admin_client.post(grid, {**chosen, "select_across": "0"})
    typed = filled_form(opened, **{"stock-quantity": "50", "stock-quantity_change": "1"})
    item = SourceItem.objects.filter(product=product)
    thrice(admin_client, grid, typed, between=lambda: item.update(quantity=44))
    assert item.get().quantity == 44


def test_sources_that_are_disabled_once_stay_as_somebody_sets_them_later(admin_client: Client) -> None:
    source = SourceFactory.create(is_enabled=True)
    sent = {"action": "disable", "index": "0", "_selected_action": [str(source.pk)]}
    rows = Source.objects.filter(pk=source.pk)
    sent |= {"post": "yes", "seen": admin_client.post("/admin/catalog/source/", sent).context["seen"]}
    thrice(admin_client, "/admin/catalog/source/", sent, between=lambda: rows.update(is_enabled=True))
    assert rows.get().is_enabled


def test_an_invoice_a_parcel_and_a_memo_are_made_once(admin_client: Client) -> None:
    order = order_of()
    box = {f"q{order.lines.get().pk}": "4"}
    thrice(admin_client, page(order, "invoice"), form(admin_client, page(order, "invoice"), **box))
    assert order.lines.get().invoiced == 4
    invoice_order(order=order, by=None, now=timezone.now())
    ship = f"{page(order, 'ship')}?source={default_source().pk}"
    thrice(admin_client, page(order, "ship"), form(admin_client, ship, **box))
    assert (Shipment.objects.count(), order.lines.get().shipped) == (1, 4)
    memo = page(order, "credit_memo")
    shown = admin_client.post(memo, form(admin_client, memo, **box, update="1"))
    thrice(admin_client, memo, filled_form(shown))
    assert (CreditMemo.objects.count(), order.lines.get().refunded) == (1, 4)


def test_items_are_canceled_once(admin_client: Client) -> None:
    order = order_of()
    address = page(order, "cancel_items")
    thrice(admin_client, address, form(admin_client, address, **{f"q{order.lines.get().pk}": "4"}, revision=None))
    assert order.lines.get().canceled == 4


def test_an_order_is_held_once_and_stays_released(admin_client: Client) -> None:
    order = order_of()
    release = lambda: admin_client.post(page(order, "unhold"))  # noqa: E731
    thrice(admin_client, page(order, "hold"), {}, between=release)
    assert Order.objects.get().status != OrderStatus.ON_HOLD


def test_a_line_moves_to_the_front_once_and_stays_behind_who_moved_later(admin_client: Client) -> None:
    order_of(quantity=1, on_hand=0)
    product = Product.objects.get()
    second, third = (
        place_order(lines={product: 1}, email="b@example.org", payment_method="checkmo", by=None, now=timezone.now())
        for _ in range(2)
    )

    def move(order: Order) -> str:
        return page(order, "front", order.lines.get().pk)

    last = lambda: admin_client.post(move(third), form(admin_client, move(third), reason="Birthday"))  # noqa: E731
    thrice(admin_client, move(second), form(admin_client, move(second), reason="Wedding"), between=last)
    assert [each.line.order_id for each in QueueMove.objects.order_by("pk")] == [second.pk, third.pk]


def test_a_mail_is_sent_once(admin_client: Client) -> None:
    order = order_of()
    before = Notification.objects.count()
    thrice(admin_client, page(order, "email"), {})
    assert Notification.objects.count() == before + 1


def test_an_order_is_created_once(admin_client: Client) -> None:
    product_with_stock(quantity=20, sku="BAG")
    shown = admin_client.post(PAGE, typed(("BAG", 2)))
    thrice(admin_client, PAGE, typed(("BAG", 2), seen=hidden(shown, "seen"), do="submit"))
    assert Order.objects.count() == 1


def test_an_edit_is_done_once(admin_client: Client) -> None:
    order = order_of()
    _, sent = updated(admin_client, order, 7)
    thrice(admin_client, page(order, "edit"), sent)
    assert OrderEvent.objects.filter(text__startswith="Edited").count() == 1


def test_a_stock_is_deleted_once_and_the_twin_is_no_error(admin_client: Client) -> None:
    stock = StockFactory.create()
    thrice(admin_client, f"/admin/catalog/stock/{stock.pk}/delete/", {"post": "yes"})
    assert not Stock.objects.filter(pk=stock.pk).exists()


def test_a_shopper_cancels_once_and_reads_the_same_answer(client: Client) -> None:
    order = order_of()
    thrice(client, reverse("storefront:cancel_order", args=(order.checkout,)), {})
    assert OrderEvent.objects.filter(kind="canceled").count() == 1


def test_the_inventory_is_repaired_once(admin_client: Client) -> None:
    thrice(admin_client, reverse("admin:inventory_repair"), {})
