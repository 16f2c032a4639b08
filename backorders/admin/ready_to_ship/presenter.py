"""What Ready to ship shows, as frozen primitives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from backorders.queries.ready_to_ship import ReadyOrder
from backorders.rules.ready_to_ship import parcels_text
from catalog.admin.history import moment_words
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class ReadyRow:
    """One order. `parcels` and `revision` go along with the form: what is shipped is what was looked at.

    `items` are what leaves, `stays` the units that do not: empty for none. `sources` are (name, units); empty where a unit is
    promised that lies nowhere, and then nothing can be ticked.
    """

    pk: int
    number: str
    link: str
    ship_link: str
    placed: str
    placed_at: datetime
    customer: str
    email: str
    ship_to: str
    website: str
    stock: str
    items: tuple[str, ...]
    leaves: str
    stays: str
    sources: tuple[tuple[str, str], ...]
    parcels: str
    revision: int


def ready_row(ready: ReadyOrder, sources: Mapping[int, str]) -> ReadyRow:
    """Return one row; `sources` are {id: name} of those that send something."""
    order = ready.order
    stays = ready.open - ready.leaves
    return ReadyRow(
        pk=order.pk,
        number=order.number,
        link=reverse("admin:backorders_order_change", args=(order.pk,)),
        ship_link=reverse("admin:backorders_order_source_selection", args=(order.pk,)),
        placed=moment_words(order.placed_at),
        placed_at=order.placed_at,
        customer=order.customer_name or order.email,
        email=order.email,
        ship_to=", ".join(filter(None, (order.city, order.country))),
        website=order.website.name,
        stock=order.stock.name,
        items=tuple(
            f"{plain(line.leaves)} \N{MULTIPLICATION SIGN} {line.name} ({line.sku})"
            for line in ready.lines
            if line.leaves
        ),
        leaves=plain(ready.leaves),
        stays=plain(stays) if stays else "",
        sources=tuple((sources[parcel.source_id], plain(parcel.total)) for parcel in ready.parcels),
        parcels=parcels_text(ready.parcels),
        revision=order.revision,
    )
