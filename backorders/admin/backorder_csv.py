"""The backorder desk as CSV."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backorders.models import QueuePlace
from catalog.rules.quantity import plain

COLUMNS = ("Order", "Placed", "Customer", "Email", "Website", "Status", "SKU", "Product", "Stock")
PRODUCT_COLUMNS = ("SKU", "Product", "Stock", "Oldest order", "On hand", "Order lines", "Owed")
NUMBERS = ("Place in queue", "Open", "Covered", "Owed")


class _Line:
    """What `csv.writer` writes to: hands each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(places: Iterable[QueuePlace]) -> Iterator[str]:
    """Yield the header and one line for each place, in their order; times are in the site's time zone, ISO 8601."""
    writer = csv.writer(_Line())
    yield str(writer.writerow([*COLUMNS, *NUMBERS]))
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
        yield str(writer.writerow([*(_safe(text) for text in texts), *numbers]))


def product_csv_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the header and one line for each (stock, product) that owes units, in their order."""
    writer = csv.writer(_Line())
    yield str(writer.writerow(PRODUCT_COLUMNS))
    for row in rows:
        sku, name = row["product__sku"] or row["ordered_sku"], row["product__name"] or row["ordered_name"]
        texts = (sku, name, row["stock__name"])
        oldest = row["oldest"].isoformat(timespec="seconds")
        numbers = (plain(row["on_hand"]), str(row["lines"]), plain(row["units"]))
        yield str(writer.writerow([*(_safe(text) for text in texts), oldest, *numbers]))


def _safe(text: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
