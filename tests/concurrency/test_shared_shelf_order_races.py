"""Two stocks that share a source, at the same instant: no unit is sold twice, and none leaves that another stock has promised."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import NotSalable, place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.ship_order import CannotShip, ship_order
from backorders.models import Order, QueuePlace
from catalog.models import Source, SourceItem, StockItem, Website
from catalog.rules.quantity import ZERO
from tests.backorders.shelf_orders import OrderShop
from tests.concurrency.race import race
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    StockFactory,
    WebsiteFactory,
    default_website,
)

pytestmark = pytest.mark.django_db(transaction=True)

EU, US = 1, 2
BERLIN, LYON, PARIS = 1, 2, 3
ROUNDS = 4


def open_shop(berlin: int, lyon: int, paris: int, **own: int) -> tuple[OrderShop, dict[int, Website]]:
    """The default website sells from Berlin and Lyon, another one from Lyon and Paris."""
    sites = {EU: default_website(), US: WebsiteFactory.create()}
    sources = {number: SourceFactory.create() for number in (BERLIN, LYON, PARIS)}
    stocks = {
        EU: StockFactory.create(sources=[sources[BERLIN], sources[LYON]], website=sites[EU]),
        US: StockFactory.create(sources=[sources[LYON], sources[PARIS]], website=sites[US]),
    }
    product = ProductFactory.create(websites=sites.values())
    if own:
        StockItem.objects.create(product=product, **own)
    for number, units in ((BERLIN, berlin), (LYON, lyon), (PARIS, paris)):
        SourceItem.objects.create(product=product, source=sources[number], quantity=units)
    return OrderShop(product, sources, stocks), sites


def place(shop: OrderShop, site: Website, units: int) -> Order:
    return place_order(
        lines={shop.product: units},
        website=site,
        email="ada@example.org",
        payment_method="checkmo",
        by=None,
        now=timezone.now(),
    )


def placing(shop: OrderShop, site: Website, *, orders: int) -> Callable[[], int]:
    def try_all() -> int:
        sold = 0
        for _ in range(orders):
            try:
                place(shop, site, 1)
            except NotSalable:
                continue
            sold += 1
        return sold

    return try_all


def shipping(order: Order, source: Source, units: int) -> Callable[[], int]:
    def ship() -> int:
        try:
            ship_order(
                order=order,
                source=source,
                units={order.lines.get(): Decimal(units)},
                key=f"parcel {order.pk}",
                by=None,
                unpaid_confirmed=True,
                now=timezone.now(),
            )
        except CannotShip:
            return 0
        return units

    return ship


def canceling(order: Order) -> Callable[[], int]:
    def cancel() -> int:
        cancel_order(order=order, by=None, now=timezone.now())
        return 0

    return cancel


def wrong(shop: OrderShop) -> list[str]:
    """Return what is not as the rule says."""
    items = SourceItem.objects.filter(product=shop.product)
    found = [f"a shelf below zero: {item}" for item in items if item.quantity < 0]
    if shop.kept_free() != shop.sharing().free:
        found.append(f"{shop.kept_free()} kept, {shop.sharing().free} by the rule")
    return found


def test_both_websites_sell_what_lies_there_and_no_unit_more() -> None:
    shop, sites = open_shop(2, 5, 3)
    sold = race([placing(shop, sites[stock], orders=4) for stock in (EU, US, EU, US)])
    assert sum(sold) == 10
    assert set(shop.kept_free().values()) == {ZERO}
    assert (wrong(shop), QueuePlace.objects.filter(owed__gt=0).count()) == ([], 0)


def test_each_stock_owes_to_its_own_limit_and_no_unit_more() -> None:
    shop, sites = open_shop(1, 2, 1, backorders=1, min_qty=-2)
    sold = race([placing(shop, sites[stock], orders=4) for stock in (EU, US, EU, US)])
    assert (sum(sold), set(shop.kept_free().values())) == (4 + 2 + 2, {Decimal(-2)})
    assert wrong(shop) == []


def test_no_parcel_takes_what_another_stock_has_promised() -> None:
    for _ in range(ROUNDS):
        shop, sites = open_shop(3, 3, 0)
        first, second = place(shop, sites[US], 3), place(shop, sites[EU], 3)
        lyon = shop.sources[LYON]
        assert race([shipping(first, lyon, 3), shipping(second, lyon, 3)]) == [3, 0]
        assert shipping(second, shop.sources[BERLIN], 3)() == 3
        assert wrong(shop) == []


def test_orders_parcels_cancels_and_deliveries_at_once_leave_no_wrong_number() -> None:
    for _ in range(ROUNDS):
        shop, sites = open_shop(2, 3, 1, backorders=1, min_qty=-9)
        orders = [place(shop, sites[stock], 2) for stock in (US, EU, US, EU)]
        lyon = shop.sources[LYON]

        def receive(shop: OrderShop = shop) -> int:
            received = receive_delivery(
                shop.product, source=shop.sources[PARIS], quantity=Decimal(2), by=None, now=timezone.now()
            )
            return len(received.served)

        race(
            [
                shipping(orders[0], lyon, 2),
                shipping(orders[1], lyon, 2),
                canceling(orders[2]),
                receive,
                placing(shop, sites[EU], orders=2),
                placing(shop, sites[US], orders=2),
            ]
        )
        assert wrong(shop) == []
