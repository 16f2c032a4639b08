"""Book a delivery and say which orders it serves."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from backorders.models import QueuePlace
from catalog.actions.posted_form import use_key
from catalog.actions.source import receive_stock
from catalog.actions.steps.incoming_supply import receive_supply
from catalog.models import Product, SharingStock, Source
from catalog.queries.locks.product import lock_source_items
from catalog.rules.incoming_supply import Receipts
from catalog.rules.quantity import ZERO, more_than_nothing


@dataclass(frozen=True)
class Served:
    """Units of an order that were owed before the delivery and are covered after it."""

    number: str
    units: Decimal


@dataclass(frozen=True)
class Received:
    """What units of a product did that came: the orders that they `served`, in queue order, and the supplies that they received."""

    served: tuple[Served, ...]
    receipts: Receipts


NOTHING = Received((), Receipts((), ZERO))


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
    units = more_than_nothing(quantity)
    if key is not None and not use_key(f"delivery:{key}", by=by, now=now).is_first:
        return NOTHING
    lock_source_items(product)
    # Where stocks share some sources and not all, who is reached is not said by the units before him: all who owe are looked at.
    overlaps = Exists(SharingStock.objects.filter(stock=OuterRef("stock"), is_same=False))
    reached = QueuePlace.objects.filter(Q(before__lt=F("on_hand") + units) | overlaps, product=product, owed__gt=0)
    owed = dict(reached.values_list("line_id", "owed"))
    receive_stock(product, source=source, quantity=units, by=by, now=now)
    after = QueuePlace.objects.filter(product=product, line_id__in=list(owed)).select_related("order")
    served = tuple(
        Served(place.order.number, owed[place.line_id] - place.owed)
        for place in after.order_by("stock_id", "position")
        if owed[place.line_id] > place.owed
    )
    return Received(served, receive_supply(product, source=source, units=units, reference=expected_as))
