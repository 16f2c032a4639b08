"""Which lines of an order are of products that were deleted, asked anew under a lock."""

from collections.abc import Iterable

from backorders.models import OrderLine


def gone_lines(lines: Iterable[OrderLine]) -> frozenset[int]:
    """Return the ids of those of `lines` whose product does not exist any more. One query."""
    return frozenset(
        OrderLine.objects.filter(pk__in=[line.pk for line in lines], product=None).values_list("pk", flat=True)
    )
