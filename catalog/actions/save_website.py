"""Save a website; a new one sells from the Default Stock."""

from django.db import transaction

from catalog.actions.save_row import save_row
from catalog.models import SalesChannel, Stock, Website


@transaction.atomic
def save_website(website: Website) -> None:
    """Write the website and map it to the Default Stock unless it sells from a stock already. Raises what `save_row` raises."""
    save_row(website)
    SalesChannel.objects.get_or_create(website=website, defaults={"stock": Stock.objects.default()})
