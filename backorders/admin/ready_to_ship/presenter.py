"""What Ready to ship shows, as frozen primitives."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from backorders.admin.desk.presenter import counted
from backorders.queries.ready_to_ship import ReadyOrder
from backorders.rules.ready_to_ship import parcels_text
from catalog.admin.history import moment_words
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class ReadyItem:
    """A line of which something leaves."""

    units: str
    name: str
    sku: str


@dataclass(frozen=True)
class ReadyRow:
    """One order. `parcels` and `revision` go along with the form: what is shipped is what was looked at.

    `sources` are (name, units); empty where a unit is promised that lies nowhere, and then nothing can be ticked.
    """

    pk: int
    number: str
    link: str
    ship_link: str
    placed: str
    customer: str
    website: str
    items: tuple[ReadyItem, ...]
    leaves: str
    is_whole: bool
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
        customer=order.customer_name or order.email,
        website=order.website.name,
        items=tuple(ReadyItem(plain(line.leaves), line.name, line.sku) for line in ready.lines if line.leaves),
        leaves=counted(ready.leaves, "unit"),
        is_whole=not stays,
        stays=plain(stays) if stays else "",
        sources=tuple((sources[parcel.source_id], plain(parcel.total)) for parcel in ready.parcels),
        parcels=parcels_text(ready.parcels),
        revision=order.revision,
    )
