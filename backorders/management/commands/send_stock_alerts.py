"""`manage.py send_stock_alerts`: tell who waits for a product that it is back in stock."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from backorders.actions.send_stock_alerts import send_stock_alerts
from backorders.management.repeat import add_every, repeat

HELP = """
Write an e-mail to those who asked to hear when a product is back in stock: the longest waiting first, and no more within a day than
there are units for. It looks once, or again after a pause with --every; a minute is a good one. `manage.py work` sends the mails.
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
        count = send_stock_alerts(now=timezone.now())
        if count:
            self.stdout.write(f"{count:,} back in stock {'message' if count == 1 else 'messages'} written.")
            self.stdout.flush()
