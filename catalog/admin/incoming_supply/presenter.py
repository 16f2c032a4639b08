"""What the pages of a product show of its incoming supply, and the lines of the list as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from catalog.models import IncomingSupply, Product
from catalog.queries.incoming_supply import supplies_of
from catalog.rules.csv_file import csv_line
from catalog.rules.quantity import plain
from catalog.words.incoming_supply import supply_in_words

MOST_SUPPLIES = 10
# Expect supply reads the file again: it finds its columns by these names, and leaves out the others.
COLUMNS = (
    "SKU",
    "Source code",
    "Reference",
    "Product",
    "Source",
    "Date",
    "Status",
    "Quantity",
    "Received",
    "Outstanding",
)


@dataclass(frozen=True)
class SupplyLine:
    """One supply of a product that is outstanding."""

    text: str
    url: str
    is_late: bool


@dataclass(frozen=True)
class SuppliesShown:
    """The first supplies of a product. `all_url` leads to all of them, those that came included."""

    lines: tuple[SupplyLine, ...]
    all_url: str
    is_cut: bool


def supplies_shown(product: Product) -> SuppliesShown:
    """Return what is expected of `product`, the earliest day first. One query."""
    found, today = supplies_of(product.pk, first=MOST_SUPPLIES + 1), localdate()
    list_url = reverse("admin:catalog_incomingsupply_changelist")
    return SuppliesShown(
        lines=tuple(
            SupplyLine(
                text=supply_in_words(each.supply, each.source_name, is_late=each.is_late(today)),
                url=reverse("admin:catalog_incomingsupply_change", args=(each.supply.number,)),
                is_late=each.is_late(today),
            )
            for each in found[:MOST_SUPPLIES]
        ),
        all_url=f"{list_url}?{urlencode({'q': product.sku})}",
        is_cut=len(found) > MOST_SUPPLIES,
    )


def csv_lines(rows: Iterable[IncomingSupply], *, today: date) -> Iterator[str]:
    """Yield the header and one line for each supply, whose product and source are read before."""
    yield csv_line(*COLUMNS)
    for row in rows:
        supply = row.as_supply()
        yield csv_line(
            row.product.sku,
            row.source.code,
            row.reference,
            row.product.name,
            row.source.name,
            row.expected_on.isoformat(),
            supply.state(today).value,
            numbers=(plain(row.quantity), plain(row.received), plain(supply.outstanding)),
        )
