"""Rows of saved addresses, and of looks for an order, that the database refuses."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib.auth.models import User

from backorders.models import FailedLookup, SavedAddress

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def saved_address(**parts: str) -> Callable[[], object]:
    about = {"customer_name": "Ada", "street": "Kaistr. 1", "city": "Hamburg", "country": "DE", **parts}
    return lambda: SavedAddress.objects.create(user=User.objects.create_user("ada"), **about)


OF_SHOPPERS = {
    "failed_lookup_says_whence": lambda: FailedLookup.objects.create(network="", number="000000001", at=NOON),
    "saved_address_leads_somewhere": saved_address(country="de"),
}
