"""The shop under proof: three products at two sources, on which everybody works. `python -m tests.proof.hot_shop` makes it.

HOT-1 may be owed, HOT-2 may not: nobody counts their shelves, so that their units can be followed from the first to the last.
HOT-3 is counted and imported as well.
"""

import django

if __name__ == "__main__":
    django.setup()

from decimal import Decimal

from django.core.management import call_command

from catalog.models import SourceItem, StockItem
from tests.factories.catalog import ProductFactory, SourceFactory, StockFactory, default_website
from tests.faults.books import let_everybody_buy
from tests.proof.goods import (
    COUNTED,
    LIMITS,
    OWED,
    PROBE,
    SOURCES,
    STORM,
    STRICT,
    UNITS_AT_SOURCE,
    UNITS_OF_STORM,
    UNITS_TO_PROBE,
)


def open_shop() -> None:
    """Make products, sources and stock, and lift the limits of one buyer's network."""
    call_command("migrate", verbosity=0)
    let_everybody_buy()
    sources = [SourceFactory.create(code=code, name=code.title()) for code in SOURCES]
    StockFactory.create(name="Hot", sources=sources, website=default_website())
    for number, sku in enumerate((OWED, STRICT, COUNTED)):
        product = ProductFactory.create(sku=sku, slug=sku.lower(), name=sku, price=Decimal("3.35") + number)
        SourceItem.objects.bulk_create(
            SourceItem(product=product, source=source, quantity=UNITS_AT_SOURCE) for source in sources
        )
        if sku != STRICT:
            StockItem.objects.create(product=product, backorders=2, min_qty=LIMITS.get(sku, -4))
    for sku, units in ((STORM, UNITS_OF_STORM), (PROBE, UNITS_TO_PROBE)):
        product = ProductFactory.create(sku=sku, slug=sku.lower(), name=sku)
        SourceItem.objects.create(product=product, source=sources[0], quantity=units)


if __name__ == "__main__":
    open_shop()
