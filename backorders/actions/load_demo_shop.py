"""Load the demo shop: its shelves, and a few orders, some of which owe units."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from catalog.actions.load_demo_catalog import load_demo_catalog
from catalog.models import Product

# Fixed tokens: loading the demo again places no order twice.
TOKENS = uuid.UUID("5d3c2f4e-8a2f-4f0e-9f0d-6f1c8f4b7a10")
TEST_CARD = "4242 4242 4242 4242"


@dataclass(frozen=True)
class _Sale:
    name: str
    email: str
    days_ago: int
    lines: Mapping[str, int]


SALES = (
    _Sale("Ada Brandt", "ada@example.org", 9, {"QG-101": 1, "QG-203": 2}),
    _Sale("Tomas Reyes", "tomas@example.org", 6, {"QG-224": 5}),
    _Sale("Mina Okafor", "mina@example.org", 5, {"QG-113": 2, "QG-222": 4}),
    _Sale("Jonas Lind", "jonas@example.org", 3, {"QG-224": 3, "QG-302-M-Slate": 1}),
    _Sale("Priya Nair", "priya@example.org", 1, {"QG-301-L-Navy": 2, "QG-304": 6}),
)


@transaction.atomic
def load_demo_shop(*, now: datetime) -> int:
    """Load shelves and orders, all or nothing, and return how many products there are.

    The orders were placed in the days before `now` and are paid by a test card.
    """
    count = load_demo_catalog()
    for sale in SALES:
        products = Product.objects.in_bulk(list(sale.lines), field_name="sku")
        order = place_order(
            lines=[(products[sku], quantity) for sku, quantity in sale.lines.items()],
            email=sale.email,
            customer_name=sale.name,
            checkout=uuid.uuid5(TOKENS, sale.email),
            by=None,
            now=now - timedelta(days=sale.days_ago),
        )
        card = {"card_number": TEST_CARD, "card_expiry": f"12/{now.year % 100 + 2:02}", "card_cvc": "123"}
        pay_order(payment=order.payments.latest("pk"), details=card)
    return count
