"""Check the inventory, and keep when that was done and what came of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from backorders.models import CheckPlace, InventoryCheck
from backorders.queries.inventory_check import every_difference
from backorders.rules.inventory_difference import Difference

KEPT_FOR = timedelta(days=400)
# A page shows so many, a command names every one.
MOST_KEPT = 200


def check_inventory(
    *, place: CheckPlace, by: str = "", now: datetime, tell: Callable[[Difference], object] = lambda _: None
) -> InventoryCheck:
    """Compare everything, `tell` each difference as it is found, and return the check as it is kept.

    Checks of more than a year ago are forgotten.
    """
    found, kept = 0, []
    for difference in every_difference(now=now):
        tell(difference)
        found += 1
        if found <= MOST_KEPT:
            kept.append(difference.facts)
    with transaction.atomic():
        InventoryCheck.objects.filter(checked_at__lt=now - KEPT_FOR).delete()
        return InventoryCheck.objects.create(checked_at=now, place=place, by=by, found=found, differences=kept)
