"""The table of surfaces, with days: one answer everywhere, at the order, after a setting changed, after a delivery moved.

What each of the three moments tells, in days from today: `NOTHING` where no day is told at all, `NONE` where none is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from backorders.models import Order
from catalog.models import IncomingSupply, Product
from catalog.models.product import ProductType
from catalog.rules.configuration import DISPLAY_STOCK_STATUS
from catalog.rules.product_setting import BACKORDER_LEAD_TIME
from catalog.words.promised_day import promised_day_in_words
from tests.backorders.test_promised_days import in_days, of_order, of_quantity, ordered, promised, said
from tests.factories.catalog import (
    SourceFactory,
    StockFactory,
    WebsiteFactory,
    configure,
    default_website,
    expected_supply,
    product_with_stock,
)
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
NOTHING, NONE = "nothing", None
STAFF = {"order in the admin", "queue"}
SUPPLY = ((40, 4), (400, 20))
type Day = int | str | None


@dataclass(frozen=True)
class Kind:
    """A kind of stock, and what is told of five units of it at each moment; to staff alone, where the shop tells nothing."""

    name: str
    days: tuple[Day, Day, Day]
    there: int = 0
    supply: Iterable[tuple[int, int]] = SUPPLY
    own: dict[str, Any] = field(default_factory=dict)
    is_told: bool = True
    shares: bool = False


KINDS = (
    Kind("all there", (NOTHING, NOTHING, NOTHING), there=40),
    Kind("part there", (4, 4, 9), there=2),
    Kind("nothing there", (4, 4, 9)),
    Kind("a shelf below zero", (4, 4, 9), there=-3),
    Kind("more owed than the first delivery brings", (20, 20, 20), there=-38),
    Kind("no delivery", (NONE, 30, 30), supply=()),
    Kind("no delivery, a lead time of its own", (7, 7, 7), supply=(), own={"backorder_lead_time": 7}),
    Kind(
        "no delivery, a lead time of its own that is none",
        (NONE, NONE, NONE),
        supply=(),
        own={"backorder_lead_time": 0},
    ),
    Kind("deliveries that are too few, a lead time", (30, 30, 30), supply=((2, 4),), own={"backorder_lead_time": 30}),
    Kind("a late delivery, and one that comes", (20, 20, 20), supply=((40, -2), (40, 20))),
    Kind("the number is not told", (4, 4, 9), own={"backorders": 1}),
    Kind("nothing is told", (4, 4, 9), own={"backorders": 1}, is_told=False),
    Kind("virtual", (4, 4, 9), own={"product_type": ProductType.VIRTUAL}),
    Kind("fractions", (4, 4, 9), own={"is_qty_decimal": True}),
    Kind("a source that two stocks share", (4, 4, 9), shares=True),
    Kind("not managed", (NOTHING, NOTHING, NOTHING), own={"manage_stock": False}),
)


def goods(kind: Kind) -> Product:
    source = SourceFactory.create()
    StockFactory.create(sources=[source], website=default_website())
    if kind.shares:
        StockFactory.create(sources=[source], website=WebsiteFactory.create())
    own: dict[str, Any] = {"backorders": 2, "min_qty": -500, "sku": "BAG", "name": "Bag"} | kind.own
    product = product_with_stock(quantity=kind.there, source=source, **own)
    for units, days in kind.supply:
        expected_supply(product, units, days=days, source=source)
    if not kind.is_told:
        configure(DISPLAY_STOCK_STATUS, 0)
    return product


def wanted(day: Day) -> set[str]:
    if day == NOTHING:
        return set()
    return {promised_day_in_words(None) if day is None else in_days(int(day))}


def later() -> None:
    """The delivery of the 4th day comes on the 9th."""
    first = localdate() + timedelta(days=4)
    IncomingSupply.objects.filter(expected_on=first).update(expected_on=first + timedelta(days=5))


def of_all(order: Order, product: Product, staff: Client) -> dict[str, set[str]]:
    """What each surface says; of the order no more once nothing of it waits in a queue."""
    waits = order.lines.filter(owed_when_placed__gt=0).exists()
    page = {"order page": said(page_text(Client().get(f"/orders/{order.checkout}/")))}
    return (of_order(order, staff) if waits else page) | of_quantity(product, 5)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_tells_one_day_everywhere_at_each_of_three_moments(kind: Kind, admin_client: Client) -> None:
    product = goods(kind)
    order = ordered(product, 5)
    at_order, after_setting, after_delivery = kind.days
    shown = [of_all(order, product, admin_client)]
    configure(BACKORDER_LEAD_TIME, 30)
    shown.append(of_all(order, product, admin_client))
    later()
    shown.append(of_all(order, product, admin_client))
    for told, day in zip(shown, (at_order, after_setting, after_delivery), strict=True):
        expected = {where: wanted(day if kind.is_told or where in STAFF else NOTHING) for where in told}
        assert told == expected
    # What was told when it was ordered stays told, whatever came after it.
    said_then = {where: wanted(at_order if kind.is_told or "copy" in where else NOTHING) for where in promised(order)}
    assert promised(order) == said_then
    assert order.lines.get().promised_on == (
        localdate() + timedelta(days=at_order) if isinstance(at_order, int) else None
    )
