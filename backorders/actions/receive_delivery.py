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
from catalog.models import Product, SharingStock, Source
from catalog.queries.locks.product import lock_source_items
from catalog.rules.quantity import more_than_nothing


@dataclass(frozen=True)
class Served:
    """Units of an order that were owed before the delivery and are covered after it."""

    number: str
    units: Decimal


@transaction.atomic
def receive_delivery(
    product: Product, *, source: Source, quantity: Decimal, by: User | None, now: datetime, key: str | None = None
) -> tuple[Served, ...]:
    """Add `quantity` units of `product` at `source` and return who is served, in every stock that draws from it.

    The same `key` books once: a delivery that is sent again serves nobody. Raises what `receive_stock` raises, with nothing saved.
    """
    units = more_than_nothing(quantity)
    if key is not None and not use_key(f"delivery:{key}", by=by, now=now).is_first:
        return ()
    lock_source_items(product)
    # Where stocks share some sources and not all, who is reached is not said by the units before him: all who owe are looked at.
    overlaps = Exists(SharingStock.objects.filter(stock=OuterRef("stock"), is_same=False))
    reached = QueuePlace.objects.filter(Q(before__lt=F("on_hand") + units) | overlaps, product=product, owed__gt=0)
    owed = dict(reached.values_list("line_id", "owed"))
    receive_stock(product, source=source, quantity=units, by=by, now=now)
    after = QueuePlace.objects.filter(product=product, line_id__in=list(owed)).select_related("order")
    return tuple(
        Served(place.order.number, owed[place.line_id] - place.owed)
        for place in after.order_by("stock_id", "position")
        if owed[place.line_id] > place.owed
    )
