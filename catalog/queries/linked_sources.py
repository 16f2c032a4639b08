"""The sources that a stock draws from."""

from catalog.models import Source, Stock


def linked_sources(stock: Stock) -> tuple[Source, ...]:
    """Return the enabled sources of `stock`, by the priority of the link. One query."""
    linked = Source.objects.filter(links__stock=stock, is_enabled=True)
    return tuple(linked.order_by("links__priority", "links__pk"))
