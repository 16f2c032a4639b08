"""The demo's orders on both of its websites, some of which owe units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localtime
from payments import PaymentStatus

from backorders.actions.demo_history import OPENED, dated, opened
from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.rules.address import Address
from backorders.rules.payment import PaymentMethod
from catalog.actions.demo_catalog import EU_CODE, load_demo_catalog, load_demo_eu_website
from catalog.actions.incoming_supply import ExpectedUnits, expect_supply
from catalog.models import Product, Source, Website
from catalog.models.source import DEFAULT_SOURCE_CODE


@dataclass(frozen=True)
class _Sale:
    name: str
    email: str
    days_ago: int
    lines: Mapping[str, int]
    ship_to: Address


def _us(street: str, city: str, postcode: str, latitude: str, longitude: str) -> Address:
    return Address(street, city, postcode, "US", Decimal(latitude), Decimal(longitude))


SALES = (
    _Sale(
        "Ada Brandt",
        "ada@example.org",
        9,
        {"QG-101": 1, "QG-203": 2},
        _us("41 Elm Street", "Burlington, VT", "05401", "44.4759", "-73.2121"),
    ),
    _Sale(
        "Tomas Reyes",
        "tomas@example.org",
        6,
        {"QG-224": 5},
        _us("1804 Guadalupe Street", "Austin, TX", "78701", "30.2813", "-97.7419"),
    ),
    _Sale(
        "Mina Okafor",
        "mina@example.org",
        5,
        {"QG-113": 2, "QG-222": 4},
        _us("77 Orange Street", "New Haven, CT", "06510", "41.3057", "-72.9242"),
    ),
    _Sale(
        "Jonas Lind",
        "jonas@example.org",
        3,
        {"QG-224": 3, "QG-302-M-Slate": 1},
        _us("920 Hennepin Avenue", "Minneapolis, MN", "55403", "44.9761", "-93.2757"),
    ),
    _Sale(
        "Priya Nair",
        "priya@example.org",
        1,
        {"QG-301-L-Navy": 2, "QG-304": 6},
        _us("350 Castro Street", "Mountain View, CA", "94041", "37.3929", "-122.0796"),
    ),
)


# SKU, units, in how many days, reference. The umbrellas that two orders wait for are late.
SUPPLIES = (
    ("QG-224", 24, -3, "PO-1041"),
    ("QG-224", 40, 12, "PO-1049"),
    ("QG-113", 30, 5, "PO-1047"),
)


@transaction.atomic
def load_demo_shop(*, now: datetime) -> int:
    """Load shelves and orders, all or nothing, and return how many products there are.

    The orders were placed in the days before `now` and are paid; some units are expected, and some of them late.
    """
    # What is put back to how the demo begins is put back now.
    is_first = not Product.objects.exists()
    if is_first:
        opened(now - OPENED)
    with dated(now - OPENED if is_first else now):
        count = load_demo_catalog()
    for sale in SALES:
        order = _placed_before(sale.email) or _placed(sale, at=now - timedelta(days=sale.days_ago))
        # Not pay_order(): no provider is asked for a demo, whichever the settings name.
        order.payments.latest("pk").change_status(PaymentStatus.CONFIRMED)
    _expect(now)
    return count


def _placed(sale: _Sale, *, at: datetime) -> Order:
    products = Product.objects.in_bulk(list(sale.lines), field_name="sku")
    with dated(at):
        return place_order(
            lines=[(products[sku], quantity) for sku, quantity in sale.lines.items()],
            email=sale.email,
            customer_name=sale.name,
            ship_to=sale.ship_to,
            by=None,
            now=at,
        )


def _expect(now: datetime) -> None:
    """Expect the supplies, counted from the day of the first load: loading the demo again expects nothing twice."""
    products = Product.objects.in_bulk([sku for sku, *_ in SUPPLIES], field_name="sku")
    quay, today = Source.objects.get(code=DEFAULT_SOURCE_CODE), localtime(now).date()
    rows = [
        ExpectedUnits(row, products[sku], quay, Decimal(units), today + timedelta(days=days), reference)
        for row, (sku, units, days, reference) in enumerate(SUPPLIES, start=1)
    ]
    expect_supply(rows=rows, key="demo", by=None, now=now)


def _placed_before(email: str) -> Order | None:
    """Return the order of an earlier load: loading the demo again places none twice, and no address is known beforehand."""
    return Order.objects.filter(email=email).order_by("pk").first()


# Berlin and Lyon have 12 and 20 of the first, one each of the second.
LINES = {"QG-101": 20, "QG-224": 4}
PARISIAN = "lucie@example.org"
PARIS = Address("18 Rue de Charonne", "Paris", "75011", "FR", Decimal("48.853300"), Decimal("2.373300"))


def load_demo_eu(*, now: datetime) -> Website:
    """Make (or put back) the EU website with its order, and return it."""
    is_first = not Website.objects.filter(code=EU_CODE).exists()
    with dated(now - OPENED if is_first else now):
        website = load_demo_eu_website()
    load_demo_eu_order(website, now=now)
    return website


def load_demo_eu_order(website: Website, *, now: datetime) -> Order | None:
    """Place the order two days before `now`, to be paid by check; None when the demo's products are not there."""
    products = Product.objects.in_bulk(list(LINES), field_name="sku")
    if products.keys() != LINES.keys():
        return None
    at = now - timedelta(days=2)
    with dated(at):
        return _placed_before(PARISIAN) or place_order(
            lines=[(products[sku], quantity) for sku, quantity in LINES.items()],
            email=PARISIAN,
            customer_name="Lucie Martin",
            ship_to=PARIS,
            website=website,
            payment_method=PaymentMethod.CHECK_MONEY_ORDER,
            by=None,
            now=at,
        )
