"""Load an order of the demo's EU website: two sources share it, some of it is owed, and it is not paid yet."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.rules.address import Address
from backorders.rules.payment_method import PaymentMethod
from catalog.models import Product, Website

# A fixed token: loading the demo again places no order twice.
TOKEN = uuid.UUID("5a0d2be1-1b1c-4e09-9a53-0c9f0b8f52c4")
# Berlin and Lyon have 12 and 20 of the first, one each of the second.
LINES = {"QG-101": 20, "QG-224": 4}
PARIS = Address("18 Rue de Charonne", "Paris", "75011", "FR", Decimal("48.853300"), Decimal("2.373300"))


def load_demo_eu_order(website: Website, *, now: datetime) -> Order | None:
    """Place the order two days before `now`, to be paid by check; None when the demo's products are not there."""
    products = Product.objects.in_bulk(list(LINES), field_name="sku")
    if products.keys() != LINES.keys():
        return None
    return place_order(
        lines=[(products[sku], quantity) for sku, quantity in LINES.items()],
        email="lucie@example.org",
        customer_name="Lucie Martin",
        ship_to=PARIS,
        website=website,
        checkout=TOKEN,
        payment_method=PaymentMethod.CHECK_MONEY_ORDER,
        by=None,
        now=now - timedelta(days=2),
    )
