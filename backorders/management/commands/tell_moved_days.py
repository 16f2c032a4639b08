"""`manage.py tell_moved_days`: tell customers whose promised day has become later, or whose units have come."""

from django.utils import timezone

from backorders.actions.tell_backorders_ready import tell_backorders_ready
from backorders.actions.tell_moved_days import tell_moved_days
from backorders.management.repeat import Timer

HELP = """
Write an e-mail to each customer whose promised day has become later by more than his website's days: once a change, with the old
day and the new one; and to each whose units on backorder are all there, once an order. It looks once; with --every again after a
pause, of a minute as a rule. The mails are sent by `manage.py work`.
"""


class Command(Timer):
    """Tells whose day has moved, once or again and again."""

    help = HELP
    missed = "Nobody told this time"

    def act(self) -> str:
        """Tell them."""
        moved, ready = tell_moved_days(now=timezone.now()), tell_backorders_ready(now=timezone.now())
        counted = ((moved, "about moved days"), (ready, "about units that have come"))
        return " ".join(
            f"{count:,} message{'' if count == 1 else 's'} {what} written." for count, what in counted if count
        )
