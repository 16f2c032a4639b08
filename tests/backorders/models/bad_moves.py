"""Rows of moves to the front, and of moved days, that a constraint refuses."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from backorders.models import LostUnits, MovedDay, QueueMove
from tests.factories.backorders import OrderLineFactory

DAY = date(2026, 12, 3)
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def lost_units(*, units: int = 1, times: int = 1) -> Callable[[], object]:
    def write() -> None:
        line = OrderLineFactory.create()
        move = QueueMove.objects.create(line=line, reason="wedding", moved_at=NOON)
        for _ in range(times):
            LostUnits.objects.create(move=move, line=line, units=Decimal(units))

    return write


def moved_day(*, was: date | None = None, day: date | None = DAY, times: int = 1) -> Callable[[], object]:
    def write() -> None:
        line = OrderLineFactory.create()
        for _ in range(times):
            MovedDay.objects.create(line=line, was=was, day=day, told_at=NOON)

    return write


MOVED_DAYS = {"moved_day_is_later": moved_day(was=DAY), "moved_day_told_once": moved_day(times=2)}
