"""The books of a demo, in a process of its own: `python -m tests.faults.books open` lets everybody buy, `print` reads them.

They say what is there of its shoppers' orders, and whether all numbers agree.
"""

import json
import sys
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db.models import Count
from django.utils import timezone

from backorders.models import Order
from backorders.queries.inventory_check import every_difference
from backorders.words.inventory_difference import difference_words
from catalog.actions.configuration import save_configuration
from catalog.rules.sales_settings import CHECK_MOST_OPEN_AT_NETWORK


def let_everybody_buy() -> None:
    """Lift the limit of unpaid checks from one network address: all shoppers come from this machine."""
    save_configuration({CHECK_MOST_OPEN_AT_NETWORK.path: "0"}, by=None)


def orders_of(shoppers: str) -> list[dict[str, Any]]:
    """Return (email, checkout, number of mails) of the orders of everybody whose address begins so."""
    placed = Order.objects.filter(email__startswith=shoppers).annotate(mails=Count("notifications")).order_by("pk")
    return [{**row, "checkout": str(row["checkout"])} for row in placed.values("email", "checkout", "mails")]


def print_books() -> None:
    """Print both as JSON, on one line."""
    differences = [str(difference_words(each)) for each in every_difference(now=timezone.now())]
    print(json.dumps([orders_of("ada"), differences]))


if __name__ == "__main__":
    {"open": let_everybody_buy, "print": print_books}[sys.argv[1]]()
