"""`manage.py keep_history`: keep what each day changed of what is owed and what stopped being buyable, and check once a day."""

import argparse
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from backorders.actions.inventory_check import check_inventory
from backorders.actions.owed_history import keep_owed_days, keep_owed_days_anew
from backorders.management.repeat import Timer
from backorders.models import CheckPlace, InventoryCheck
from backorders.queries.owed_history import beginning
from catalog.actions.stopped_sale import note_stopped_sales

HELP = """
Work out what each day that is over changed of the units that orders are owed, and keep it for charts and reports: from the first
promise on, or from the last day that is kept. Note every five minutes which products stopped being buyable. Check the inventory
once a day, unless somebody did. A minute is a good pause for --every, and cron may start it as often instead. With
--anew every kept day is worked out again.
"""


class Command(Timer):
    """Keeps once, or again and again."""

    help = HELP
    missed = "Nothing kept this time"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the pause, or whether to begin anew."""
        super().add_arguments(parser)
        parser.add_argument("--anew", action="store_true", help="work every kept day out again")

    def handle(self, *, every: float | None, anew: bool = False, **_options: Any) -> None:
        """Begin anew when told so, and go on from there."""
        if anew:
            self.stdout.write(_told(keep_owed_days_anew(now=timezone.now())))
        super().handle(every=every)

    def act(self) -> str:
        """Keep the days that are over, note what stopped, and check."""
        count = note_stopped_sales(now=timezone.now())
        days = sum(iter(lambda: keep_owed_days(now=timezone.now()), 0))
        told = (f"{count:,} stopped being buyable." if count else "", _told(days) if days else "", self._checked())
        return " ".join(filter(None, told))

    def _checked(self) -> str:
        """Check the inventory unless that was done today, by whomever."""
        now = timezone.now()
        if InventoryCheck.objects.filter(checked_at__gte=beginning(localdate(now))).exists():
            return ""
        found = check_inventory(place=CheckPlace.TIMER, now=now).found
        return f"{found:,} differences found." if found else ""


def _told(days: int) -> str:
    return f"{days:,} {'day' if days == 1 else 'days'} kept."
