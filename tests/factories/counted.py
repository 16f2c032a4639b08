"""Staff have counted what lies at a source."""

from dataclasses import replace
from decimal import Decimal

from catalog.actions.assign_sources import SourceRow, SourceValues, assign_sources
from catalog.models import Product, Source, SourceItem


def counted_at(product: Product, source: Source, quantity: Decimal | int) -> None:
    """Let `quantity` units of `product` lie at `source`, whatever it was; it is assigned, In Stock, if it was not."""
    item = SourceItem.objects.filter(product=product, source=source).first()
    before = None if item is None else SourceValues(item.quantity, item.is_in_stock, item.notify_quantity)
    after = SourceValues(Decimal(quantity)) if before is None else replace(before, quantity=Decimal(quantity))
    assign_sources(product, rows=[SourceRow(source.pk, before, after)], by=None)
