"""Sign-ups for products that are out of stock."""

from datetime import datetime

from backorders.models import StockAlert
from catalog.models import Product
from tests.factories.catalog import default_website


def waits(product: Product, email: str, since: datetime) -> StockAlert:
    """Return the sign-up of an address that was confirmed at once."""
    return StockAlert.objects.create(
        product=product, website=default_website(), email=email, asked_at=since, confirmed_at=since
    )
