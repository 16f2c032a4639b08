"""Says, after a count was saved, what is promised of it and owed now."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest

from catalog.models import Stock, StockLevel
from catalog.queries.promised import promised_at_sources, promised_in_stock, promised_products
from catalog.words.promised import promised_of_many


def tell_promised(request: HttpRequest, product_id: int) -> None:
    """Say what the product owes now; nothing when it owes nobody."""
    tell_promised_of_many(request, [product_id])


def tell_promised_of_many(request: HttpRequest, product_ids: Collection[int]) -> None:
    """Say which of the products owe units now, the first by name."""
    found = promised_products(product_ids)
    _warn(request, promised_of_many([each for owing in found.values() for each in owing]))


def tell_promised_at_sources(
    request: HttpRequest, source_ids: Collection[int], *, product_id: int | None = None
) -> None:
    """Say which products at the sources (or whether this one) owe units now in the stocks that draw on them, the first by name."""
    _warn(request, promised_of_many(promised_at_sources(source_ids, product_id=product_id)))


def tell_promised_in_stock(request: HttpRequest, stock: Stock, source_ids: Collection[int]) -> None:
    """Say which products owe units in the stock that the sources were unlinked from, the first by name."""
    if source_ids:
        _warn(request, promised_of_many(promised_in_stock(stock, source_ids=source_ids)))


def tell_promised_stays(request: HttpRequest, stays: Collection[tuple[str, str]]) -> None:
    """Say of each (website, stock that it left) that open orders keep their units there: the move leaves none of them short."""
    left = StockLevel.objects.filter(stock__name__in={stock for _, stock in stays}, reserved__gt=0)
    holding = set(left.values_list("stock__name", flat=True).distinct()) if stays else set()
    for website, stock in (each for each in stays if each[1] in holding):
        messages.info(request, f"Open orders of {website} stay with {stock}: their units are promised there.")


def _warn(request: HttpRequest, words: str) -> None:
    if words:
        messages.warning(request, words)
