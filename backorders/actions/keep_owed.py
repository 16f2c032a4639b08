"""Keep on the lines what of them was backordered when they were ordered, as the ledger saw it."""

from collections.abc import Mapping
from decimal import Decimal

from backorders.models import OrderLine


def keep_owed(seen: Mapping[OrderLine, Decimal]) -> None:
    """Correct the lines whose owed part the guard saw otherwise than the rule had judged it.

    They are written as judged, so that the guard stays the last statement; only a race costs this one.
    """
    changed = [line for line, owed in seen.items() if line.owed_when_placed != owed]
    for line in changed:
        line.owed_when_placed = seen[line]
    if changed:
        OrderLine.objects.bulk_update(changed, ("owed_when_placed",))
