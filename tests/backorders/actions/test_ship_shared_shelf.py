"""What other stocks have promised of a shelf stays there, whatever leaves (docs/rules.md#salable-9)."""

from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.ship_order import CannotShip, ship_order
from backorders.actions.steps.virtual_units import deliver_virtual
from backorders.actions.undo_shipment import undo_shipment
from backorders.models import OrderLine, QueuePlace, Shipment, SourceMovement
from backorders.queries.credit_memo import refund_preview
from backorders.queries.locks import locked_order
from backorders.queries.shipment import shippable_lines, source_shares
from backorders.rules.credit_memo import Move, Refunded
from catalog.models import SourceItem, StockSourceLink
from catalog.rules.quantity import ZERO
from catalog.rules.source_selection import Algorithm
from tests.backorders.shelf_orders import OrderShop
from tests.catalog.rules.shared_shelves import Shelves

pytestmark = pytest.mark.django_db

EU, US = 1, 2
BERLIN, LYON = 1, 2


@pytest.fixture
def shop() -> OrderShop:
    """Lyon is asked first by EU Stock, which has Berlin too; US Stock has Lyon only, and promised 3 of its 5 units."""
    found = OrderShop.of(
        Shelves({BERLIN: Decimal(5), LYON: Decimal(5)}, {EU: frozenset({BERLIN, LYON}), US: frozenset({LYON})})
    )
    StockSourceLink.objects.filter(stock=found.stocks[EU], source=found.sources[BERLIN]).update(priority=2)
    assert found.promise(EU, Decimal(4))
    assert found.promise(US, Decimal(3))
    return found


def line_of(shop: OrderShop, number: int) -> OrderLine:
    return OrderLine.objects.get(pk=shop.lines[number])


def ship(shop: OrderShop, number: int, units: int, *, source: int) -> Shipment:
    line = line_of(shop, number)
    return ship_order(
        order=line.order,
        source=shop.sources[source],
        units={line: Decimal(units)},
        key=f"parcel {number} {source} {units}",
        by=None,
        now=timezone.now(),
        unpaid_confirmed=True,
    )


def left(shop: OrderShop) -> list[Decimal]:
    items = SourceItem.objects.filter(product=shop.product)
    return [items.get(source=shop.sources[number]).quantity for number in (BERLIN, LYON)]


def covered(shop: OrderShop) -> list[tuple[Decimal, Decimal]]:
    return list(QueuePlace.objects.filter(product=shop.product).order_by("line").values_list("covered", "owed"))


def test_a_parcel_that_would_take_another_stocks_units_is_refused_and_says_whose(shop: OrderShop) -> None:
    with pytest.raises(CannotShip) as refused:
        ship(shop, 0, 3, source=LYON)
    sku = shop.product.sku
    assert refused.value.problems == (
        f"{sku}: 3 asked, 2 may leave Shelf 2. The other units there are promised by Shelf stock 2.",
    )
    assert (left(shop), covered(shop)) == ([5, 5], [(4, 0), (3, 0)])
    ship(shop, 0, 2, source=LYON)
    assert (left(shop), covered(shop)) == ([5, 3], [(2, 0), (3, 0)])
    with pytest.raises(CannotShip):
        ship(shop, 0, 1, source=LYON)
    ship(shop, 0, 2, source=BERLIN)
    ship(shop, 1, 3, source=LYON)
    assert (left(shop), covered(shop)) == ([3, 0], [])
    assert shop.kept_free() == shop.sharing().free


def test_a_parcel_that_is_undone_has_its_units_again_though_another_stock_waits_for_them(shop: OrderShop) -> None:
    assert shop.promise(EU, Decimal(3))
    parcel = ship(shop, 0, 2, source=LYON)
    assert shop.promise(US, Decimal(2))
    assert covered(shop) == [(2, 0), (3, 0), (3, 0), (0, 2)]
    undo_shipment(shipment=parcel, by=None, now=timezone.now())
    assert (left(shop), covered(shop)) == ([5, 5], [(4, 0), (3, 0), (3, 0), (0, 2)])
    assert shop.kept_free() == shop.sharing().free


def test_lines_of_one_parcel_are_judged_together(shop: OrderShop) -> None:
    shop.promise(EU, Decimal(1))
    line = line_of(shop, 0)
    OrderLine.objects.filter(pk=shop.lines[2]).update(order=line.order, sku="TWO")
    other = line_of(shop, 2)
    with pytest.raises(CannotShip) as refused:
        ship_order(
            order=line.order,
            source=shop.sources[LYON],
            units={line: Decimal(2), other: Decimal(1)},
            key="two",
            by=None,
            now=timezone.now(),
            unpaid_confirmed=True,
        )
    assert refused.value.problems == (
        "TWO: 1 asked, 0 may leave Shelf 2. The other units there are promised by Shelf stock 2.",
    )


def test_sources_are_proposed_so_that_nobody_loses_a_unit(shop: OrderShop) -> None:
    order = shop.orders[shop.lines[0]]
    shares = source_shares(order, shippable_lines(order), algorithm=Algorithm.PRIORITY).shares
    assert [(share.source_id, share.deduct, share.available) for share in shares] == [
        (shop.sources[LYON].pk, 2, 5),
        (shop.sources[BERLIN].pk, 2, 5),
    ]


def test_units_are_written_off_where_nobody_else_needs_them(shop: OrderShop) -> None:
    line = line_of(shop, 0)
    OrderLine.objects.filter(pk=line.pk).update(invoiced=4)
    line.refresh_from_db()
    preview = refund_preview(line.order, {line: Refunded(Decimal(4), return_to_stock=False)})
    assert preview.moves[line.pk].written_off == (
        Move(shop.sources[LYON].pk, Decimal(2)),
        Move(shop.sources[BERLIN].pk, Decimal(2)),
    )


def test_virtual_units_are_delivered_from_where_nobody_else_needs_them(shop: OrderShop) -> None:
    line = line_of(shop, 0)
    line.is_virtual = True
    line.save()
    delivered = deliver_virtual(locked_order(line.order_id), {line: Decimal(4)}, key="delivery", now=timezone.now())
    assert delivered == {line: 4}
    moved = SourceMovement.objects.filter(line=line).order_by("pk").values_list("source", "quantity")
    assert list(moved) == [(shop.sources[LYON].pk, -2), (shop.sources[BERLIN].pk, -2)]


def test_who_owes_gets_nothing_that_lies_there_for_another_stock(shop: OrderShop) -> None:
    shop.promise(EU, Decimal(5))
    assert covered(shop)[2] == (3, 2)
    with pytest.raises(CannotShip) as refused:
        ship(shop, 2, 4, source=BERLIN)
    assert "3 covered for this order" in refused.value.problems[0]
    assert ZERO not in left(shop)
