"""`manage.py send_stock_alerts`: tell who waits for a product that it is back in stock."""

from django.utils import timezone

from backorders.actions.send_stock_alerts import send_stock_alerts
from backorders.management.repeat import Timer

HELP = """
Write an e-mail to those who asked to hear when a product is back in stock: the longest waiting first, and no more within a day than
there are units for. It looks once, or again after a pause with --every; a minute is a good one. `manage.py work` sends the mails.
"""


class Command(Timer):
    """Tells who waits, once or again and again."""

    help = HELP
    missed = "Nobody told this time"

    def act(self) -> str:
        """Tell them."""
        count = send_stock_alerts(now=timezone.now())
        return f"{count:,} back in stock {'message' if count == 1 else 'messages'} written." if count else ""
