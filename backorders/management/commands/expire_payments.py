"""`manage.py expire_payments`: cancel the orders whose online payment never came."""

from django.utils import timezone

from backorders.actions.expire_payments import expire_payments, remind_of_checks
from backorders.actions.prune import prune
from backorders.management.repeat import Timer

HELP = """
Cancel every order that waits longer for its payment than Stores > Configuration > Sales allows, remind those whose check has not
arrived, and delete what `prune` deletes: old carts, sessions and the like. Run it every few minutes from cron or a timer, or let it
run with --every until it is ended.
"""


class Command(Timer):
    """Expires once, or again and again."""

    help = HELP
    missed = "Nothing expired this time"

    def act(self) -> str:
        """Expire them, and prune what grows by itself: this command runs again and again."""
        now = timezone.now()
        prune(now=now)
        count = expire_payments(now=now)
        remind_of_checks(now=now)
        return f"{count:,} unpaid {'order' if count == 1 else 'orders'} canceled." if count else ""
