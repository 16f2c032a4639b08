"""The orders that were ticked on Ready to ship, each with what was shown of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from backorders.forms.revision import revision_of
from backorders.models import Order
from backorders.rules.ready_to_ship import ProposedParcel, parcels_of
from catalog.models.fields import is_id
from catalog.rules.grid_filter import SIZES

# As many as the longest page shows: no page of ours sends more.
MOST = max(SIZES)


@dataclass(frozen=True)
class ChosenOrder:
    """An order with the parcels and the revision that the page showed. Without a parcel: the field that names them did not come."""

    order: Order
    parcels: tuple[ProposedParcel, ...]
    revision: int | None


def chosen_orders(posted: QueryDict) -> tuple[Sequence[ChosenOrder], int]:
    """Return the orders that were ticked, the oldest first, and how many of the ticks name none any more. One query."""
    ticked = {int(pk) for pk in posted.getlist("order")[:MOST] if is_id(Order, pk)}
    orders = Order.objects.filter(pk__in=ticked).select_related("website", "stock").order_by("placed_at", "pk")
    found = [
        ChosenOrder(
            order,
            parcels_of(posted.get(f"parcels-{order.pk}", "")),
            revision_of(posted.get(f"revision-{order.pk}", "")),
        )
        for order in orders
    ]
    return found, len(set(posted.getlist("order"))) - len(found)


def sent_again(posted: QueryDict) -> tuple[tuple[str, str], ...]:
    """Return (name, value) of what a page sends to get the same sheets in another form."""
    ticked = posted.getlist("order")[:MOST]
    shown = [f"{kind}-{pk}" for pk in ticked for kind in ("parcels", "revision")]
    names = [("order", pk) for pk in ticked] + [(name, posted.get(name, "")) for name in shown]
    return (*names, ("sheet", posted.get("sheet", "")))
