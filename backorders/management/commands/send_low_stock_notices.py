"""`manage.py send_low_stock_notices`: tell by e-mail what fell to its notify level."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from backorders.actions.send_low_stock_notices import send_low_stock_notices
from backorders.management.repeat import add_every, repeat

HELP = """
Write an e-mail about every quantity that fell to its notify level, to those whom Stores > Configuration > Catalog > Inventory > Low
Stock Notices names. Run it every minute from cron or a timer, or let it run with --every until it is ended. What falls between two
runs is one e-mail; `manage.py work` sends it.
"""


class Command(BaseCommand):
    """Tells once, or again and again."""

    help = HELP

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the pause."""
        add_every(parser)

    def handle(self, *, every: float | None, **_options: Any) -> None:
        """Tell; with `every` until SIGINT or SIGTERM."""
        repeat(self._tell, every=every, stderr=self.stderr, missed="Nobody told this time")

    def _tell(self) -> None:
        count = send_low_stock_notices(now=timezone.now())
        if count:
            self.stdout.write(f"{count:,} low stock {'message' if count == 1 else 'messages'} written.")
            self.stdout.flush()
