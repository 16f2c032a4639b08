"""Times without sale that a constraint refuses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from catalog.models import Stock, StoppedSale
from tests.factories.catalog import ProductFactory

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def stopped_sale(*, times: int = 1, **others: Any) -> Callable[[], object]:
    def write() -> None:
        product = ProductFactory.create()
        row = {"stock": Stock.objects.default(), "cause": "disabled", "since": NOON} | others
        for _ in range(times):
            StoppedSale.objects.create(product=product, **row)

    return write


STOPPED_SALES = {
    "stopped_sale_once_at_a_time": stopped_sale(times=2),
    "stopped_sale_cause_known": stopped_sale(cause="moon"),
    "stopped_sale_ended_after_it_began": stopped_sale(ended_at=NOON - timedelta(minutes=1)),
}
