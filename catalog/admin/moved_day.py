"""Staff read whose promised day becomes later before they save: the form says who was named, and is refused for anybody else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.utils.timezone import localdate

from catalog.actions.moved_day import DaysMove, Products, days_looked_at

# The field that brings back who was said to be told, and the attribute of a request that was refused for it.
TOLD_SEEN = "told_seen"


@contextmanager
def days_asked(request: HttpRequest, products: Products) -> Iterator[None]:
    """Refuse what is done within by `DaysMove` where days of customers become later whom the posted form does not name."""
    try:
        with days_looked_at(products, seen=request.POST.get(TOLD_SEEN, ""), today=localdate()):
            yield
    except DaysMove as asked:
        setattr(request, TOLD_SEEN, asked.told.mark)
        raise


def told_seen(request: HttpRequest) -> dict[str, str]:
    """Return what the page has in its context, so that its form brings back whom it named; empty where it named nobody."""
    return {TOLD_SEEN: getattr(request, TOLD_SEEN, "")}
