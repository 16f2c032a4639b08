"""Rows of moves to the front that a constraint refuses."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from backorders.models import LostUnits, QueueMove
from tests.factories.backorders import OrderLineFactory

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def lost_units(*, units: int = 1, times: int = 1) -> Callable[[], object]:
    def write() -> None:
        line = OrderLineFactory.create()
        move = QueueMove.objects.create(line=line, reason="wedding", moved_at=NOON)
        for _ in range(times):
            LostUnits.objects.create(move=move, line=line, units=Decimal(units))

    return write
