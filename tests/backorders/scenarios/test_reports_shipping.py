"""Parcels from several sources, and what is proposed for them, as the bug reports of other shops tell it."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backorders.models import QueuePlace
from catalog.models import Product, Source, SourceItem, Stock
from catalog.rules.availability import AvailabilityStatus
from tests.backorders.shipping import address, bag, boxes, order_of, submit, two_sources, values_of
from tests.factories.catalog import default_source
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
SHIPPED = "The shipment has been created."


def on_shelves(product: Product) -> list[Decimal]:
    return list(SourceItem.objects.filter(product=product).order_by("pk").values_list("quantity", flat=True))


def offered(product: Product, stock: Stock) -> tuple[Decimal, AvailabilityStatus]:
    fresh = Product.objects.get(pk=product.pk)
    return fresh.salable_quantity(stock=stock), fresh.availability(stock=stock).status


def enable(client: Client, source: Source, action: str) -> None:
    """Choose the action in the grid of sources, and say yes to what it would do."""
    grid, chosen = reverse("admin:catalog_source_changelist"), {"action": action, "_selected_action": [source.pk]}
    asked: Any = client.post(grid, chosen)
    client.post(grid, {**chosen, "post": "yes", "seen": asked.context["seen"]})
    assert Source.objects.get(pk=source.pk).is_enabled is (action == "enable")


def test_b46_half_an_order_from_each_source_lowers_each_shelf(admin_client: Client) -> None:
    berlin, lyon, product = two_sources(berlin=100, lyon=150)
    order = order_of(product, quantity=10)
    for source in (berlin, lyon):
        assert SHIPPED in submit(admin_client, order, source, 5)[1]
    assert (on_shelves(product), product.stock_level().reserved, unsound(limit=0)) == ([95, 145], 0, [])


def test_b49_ship_proposes_what_is_covered_and_never_what_is_ordered(admin_client: Client) -> None:
    order = order_of(bag(10), quantity=15)
    proposed: list[Any] = [values_of(admin_client.get(address("ship", order)).content.decode())]
    assert SHIPPED in submit(admin_client, order, default_source(), 4)[1]
    proposed.append(values_of(admin_client.get(address("ship", order)).content.decode()))
    assert proposed == [boxes(order, 10), boxes(order, 6)]


def test_b50_a_source_that_is_disabled_counts_for_nobody_until_it_is_enabled(admin_client: Client) -> None:
    berlin, lyon, product = two_sources(berlin=5, lyon=3)
    product.stock_item.backorders = 0
    product.stock_item.save()
    order = order_of(product, quantity=7)
    assert offered(product, order.stock) == (1, AvailabilityStatus.IN_STOCK)
    enable(admin_client, berlin, "disable")
    place = QueuePlace.objects.get(line__order=order)
    assert (offered(product, order.stock), place.covered, place.owed) == ((0, AvailabilityStatus.OUT_OF_STOCK), 3, 4)
    assert SHIPPED in submit(admin_client, order, lyon, 3)[1]
    assert (on_shelves(product), offered(product, order.stock)) == ([5, 0], (0, AvailabilityStatus.OUT_OF_STOCK))
    enable(admin_client, berlin, "enable")
    place = QueuePlace.objects.get(line__order=order)
    assert (offered(product, order.stock), place.covered, place.owed) == ((1, AvailabilityStatus.IN_STOCK), 4, 0)
    assert unsound(limit=0) == []
