"""Units of products come to a source, serve who waits for them, and are what was expected there."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q

from backorders.models import QueuePlace
from catalog.actions.steps.incoming_supply import receive_supplies
from catalog.actions.steps.received_units import LockedShelf, receive_units
from catalog.models import Product, SharingStock
from catalog.queries.units_come import units_come
from catalog.rules.incoming_supply import Receipts
from catalog.rules.quantity import ZERO


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


def deliver_units(
    shelf: LockedShelf, units: Mapping[Product, Decimal], *, expected_as: str, by: User | None
) -> dict[int, Received]:
    """Add `units` {product: units} to the locked shelf; return {product id: whom they serve, in every stock that draws from it}.

    What is expected of the products there is received, `expected_as` only under this reference (docs/rules.md#supply-2). Statements
    do not grow with the products. Raises `NotReceived`, with nothing written.
    """
    ids = {product.pk: came for product, came in units.items()}
    # Where stocks share some sources and not all, who is reached is not said by the units before him: all who owe are looked at.
    overlaps = Exists(SharingStock.objects.filter(stock=OuterRef("stock"), is_same=False))
    reached = QueuePlace.objects.filter(product__in=list(ids), owed__gt=0)
    reached = reached.filter(Q(before__lt=F("on_hand") + units_come(ids)) | overlaps)
    owed = dict(reached.values_list("line_id", "owed"))
    receive_units(shelf, units, by=by)
    served = defaultdict[int, list[Served]](list)
    after = QueuePlace.objects.filter(product__in=list(ids), line_id__in=list(owed)).select_related("order")
    for place in after.order_by("stock_id", "position"):
        if owed[place.line_id] > place.owed:
            served[place.product_id or 0].append(Served(place.order.number, owed[place.line_id] - place.owed))
    received = receive_supplies(ids, source=shelf.source, reference=expected_as)
    return {pk: Received(tuple(served[pk]), received[pk]) for pk in ids}
