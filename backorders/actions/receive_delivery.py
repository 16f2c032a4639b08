"""Book a delivery of one product and say which orders it serves."""

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.delivered_units import NOTHING, Received, deliver_units
from catalog.actions.posted_form import use_key
from catalog.actions.steps.received_units import NotReceived, locked_shelf, one_product
from catalog.models import Product, Source
from catalog.rules.quantity import more_than_nothing


@transaction.atomic
def receive_delivery(
    product: Product,
    *,
    source: Source,
    quantity: Decimal,
    expected_as: str = "",
    by: User | None,
    now: datetime,
    key: str | None = None,
) -> Received:
    """Add `quantity` units of `product` at `source` and return who is served, in every stock that draws from it.

    What is expected of the product there is received, `expected_as` only under this reference (docs/rules.md#supply-2).
    The same `key` books once: a delivery that is sent again serves nobody. Raises what `receive_stock` raises, with nothing saved.
    """
    units = one_product(product, more_than_nothing(quantity))
    if key is not None and not use_key(f"delivery:{key}", by=by, now=now).is_first:
        return NOTHING
    try:
        received = deliver_units(locked_shelf(source, units), units, expected_as=expected_as, by=by)
    except NotReceived as refusal:
        raise refusal.problems[product.pk] from refusal
    return received[product.pk]
