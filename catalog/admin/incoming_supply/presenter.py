"""What the pages of a product show of its incoming supply."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from catalog.models import Product
from catalog.queries.incoming_supply import supplies_of
from catalog.words.incoming_supply import supply_in_words

MOST_SUPPLIES = 10


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
