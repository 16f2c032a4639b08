"""Keep that an inventory was checked, and what came of it."""

from datetime import datetime, timedelta

from django.db import transaction

from backorders.models import CheckPlace, InventoryCheck

KEPT_FOR = timedelta(days=400)


@transaction.atomic
def keep_inventory_check(*, found: int, place: CheckPlace, by: str = "", now: datetime) -> InventoryCheck:
    """Keep that a check found so many differences. Checks of more than a year ago are forgotten."""
    InventoryCheck.objects.filter(checked_at__lt=now - KEPT_FOR).delete()
    return InventoryCheck.objects.create(checked_at=now, place=place, by=by, found=found)
