"""`manage.py send_low_stock_notices`: tell by e-mail what fell to its notify level."""

from django.utils import timezone

from backorders.actions.send_low_stock_notices import send_low_stock_notices
from backorders.management.repeat import Timer

HELP = """
Write an e-mail about every quantity that fell to its notify level, to those whom Stores > Configuration > Catalog > Inventory > Low
Stock Notices names. Run it every minute from cron or a timer, or let it run with --every until it is ended. What falls between two
runs is one e-mail; `manage.py work` sends it.
"""


class Command(Timer):
    """Tells once, or again and again."""

    help = HELP
    missed = "Nobody told this time"

    def act(self) -> str:
        """Tell them."""
        count = send_low_stock_notices(now=timezone.now())
        return f"{count:,} low stock {'message' if count == 1 else 'messages'} written." if count else ""
