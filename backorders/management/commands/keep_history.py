"""`manage.py keep_history`: keep what each day changed of what orders are owed."""

import argparse
from typing import Any

from django.utils import timezone

from backorders.actions.owed_history import keep_owed_days, keep_owed_days_anew
from backorders.management.repeat import Timer

HELP = """
Work out what each day that is over changed of the units that orders are owed, and keep it for charts and reports: from the first
promise on, or from the last day that is kept. Run it every few minutes from cron or a timer, or let it run with --every until it is
ended: it does something once a day, soon after midnight by the shop's clock. With --anew every kept day is worked out again.
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
        """Keep the days that are over."""
        days = sum(iter(lambda: keep_owed_days(now=timezone.now()), 0))
        return _told(days) if days else ""


def _told(days: int) -> str:
    return f"{days:,} {'day' if days == 1 else 'days'} kept."
