"""`manage.py prune`: delete what grows by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from backorders.actions.prune import prune

HELP = """
Delete carts that nobody touched for the Quote Lifetime of their website (Stores > Configuration > Sales > Checkout), expired
sessions, old results of tasks, the keys of forms that nobody can send again, forms that nobody came back for, and combinations of
own stock values that no product has any more, sign-ups for what is back in stock that nobody confirmed or that were told long ago.
`expire_payments` does it as well, each time it runs.
"""


class Command(BaseCommand):
    """Prunes once."""

    help = HELP

    def handle(self, **_options: Any) -> None:
        """Prune, and say what was deleted."""
        done = prune(now=timezone.now())
        self.stdout.write(
            f"Deleted: {done.carts:,} carts, {done.sessions:,} sessions, {done.results:,} task results,"
            f" {done.keys:,} keys of forms, {done.forms:,} kept forms, {done.classes:,} policy classes,"
            f" {done.alerts:,} back in stock alerts, {done.lookups:,} failed looks for orders."
        )
