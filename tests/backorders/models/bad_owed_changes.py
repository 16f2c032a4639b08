"""Changes of a day, and checks, that a constraint refuses."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from backorders.models import InventoryCheck, OwedChange
from tests.factories.backorders import OrderLineFactory

DAY = date(2026, 11, 2)


def owed_change(*, times: int = 1, **others: Any) -> Callable[[], object]:
    def write() -> None:
        line = OrderLineFactory.create()
        whose = {"stock_id": line.order.stock_id, "website_id": line.order.website_id, "product_id": line.product_id}
        row = {"day": DAY, "since": DAY, "currency": "USD", "became": Decimal(1)} | whose | others
        for _ in range(times):
            OwedChange.objects.create(line=line, **row)

    return write


def inventory_check() -> None:
    InventoryCheck.objects.create(checked_at=datetime(2026, 11, 2, tzinfo=UTC), place="moon", found=0)


OWED_CHANGES = {
    "inventory_check_place_known": inventory_check,
    "owed_change_once_a_day": owed_change(times=2),
    "owed_change_units_not_negative": owed_change(served=Decimal(-1)),
    "owed_change_changes": owed_change(became=Decimal(0)),
    "owed_change_since_before": owed_change(since=DAY + timedelta(days=1)),
    "owed_change_fits_currency": owed_change(currency="JPY", became_value=Decimal("1.5")),
}
