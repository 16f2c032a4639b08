"""The backorder desk as CSV."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backorders.models import QueuePlace
from catalog.rules.csv_file import csv_line
from catalog.rules.quantity import plain

COLUMNS = ("Order", "Placed", "Customer", "Email", "Website", "Status", "SKU", "Product", "Stock")
PRODUCT_COLUMNS = ("SKU", "Product", "Stock", "Oldest order", "On hand", "Order lines", "Owed")
NUMBERS = ("Place in queue", "Open", "Covered", "Owed")


def csv_lines(places: Iterable[QueuePlace]) -> Iterator[str]:
    """Yield the header and one line for each place, in their order; times are in the site's time zone, ISO 8601."""
    yield csv_line(*COLUMNS, *NUMBERS)
    for place in places:
        order = place.order
        texts = (
            order.number,
            place.placed_at.isoformat(timespec="seconds"),
            order.customer_name,
            order.email,
            order.website.name,
            order.status_label,
            (place.product or place.line).sku,
            (place.product or place.line).name,
            place.stock.name,
        )
        numbers = (str(place.position), plain(place.open), plain(place.covered), plain(place.owed))
        yield csv_line(*texts, numbers=numbers)


def product_csv_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the header and one line for each (stock, product) that owes units, in their order."""
    yield csv_line(*PRODUCT_COLUMNS)
    for row in rows:
        sku, name = row["product__sku"] or row["ordered_sku"], row["product__name"] or row["ordered_name"]
        texts = (sku, name, row["stock__name"])
        oldest = row["oldest"].isoformat(timespec="seconds")
        numbers = (plain(row["on_hand"]), str(row["lines"]), plain(row["units"]))
        yield csv_line(*texts, oldest, numbers=numbers)
