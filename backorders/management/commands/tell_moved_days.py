"""`manage.py tell_moved_days`: tell customers whose promised day has become later."""

from django.utils import timezone

from backorders.actions.tell_moved_days import tell_moved_days
from backorders.management.repeat import Timer

HELP = """
Write an e-mail to each customer whose promised day has become later by more than his website's days: once a change, with the old
day and the new one. It looks once; with --every again after a pause, of a minute as a rule. The mails are sent by `manage.py work`.
"""


class Command(Timer):
    """Tells whose day has moved, once or again and again."""

    help = HELP
    missed = "Nobody told this time"

    def act(self) -> str:
        """Tell them."""
        count = tell_moved_days(now=timezone.now())
        return f"{count:,} {'message' if count == 1 else 'messages'} about moved days written." if count else ""
