"""`manage.py expire_payments`: cancel the orders whose online payment never came."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from backorders.actions.expire_payments import expire_payments, remind_of_checks
from backorders.actions.prune import prune
from backorders.management.repeat import add_every, repeat

HELP = """
Cancel every order that waits longer for its payment than Stores > Configuration > Sales allows, remind those whose check has not
arrived, and delete what `prune` deletes: old carts, sessions and the like. Run it every few minutes from cron or a timer, or let it
run with --every until it is ended.
"""


class Command(BaseCommand):
    """Expires once, or again and again."""

    help = HELP

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the pause."""
        add_every(parser)

    def handle(self, *, every: float | None, **_options: Any) -> None:
        """Expire; with `every` until SIGINT or SIGTERM."""
        repeat(self._expire, every=every, stderr=self.stderr, missed="Nothing expired this time")

    def _expire(self) -> None:
        now = timezone.now()
        # A command that runs again and again: what grows by itself is pruned here.
        prune(now=now)
        count = expire_payments(now=now)
        remind_of_checks(now=now)
        if count:
            self.stdout.write(f"{count:,} unpaid {'order' if count == 1 else 'orders'} canceled.")
            self.stdout.flush()
