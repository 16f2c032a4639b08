"""Websites and store views are made, saved and deleted."""

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from catalog.actions.steps.row import save_row
from catalog.models import CustomerGroup, SalesChannel, Source, Stock, StockSourceLink, StoreView, Website
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.database_errors import names_a_gone_row
from catalog.queries.locks.row import lock_what_goes_with, locked_to_delete
from catalog.words.refusal import Refused


@transaction.atomic
def save_website(website: Website) -> None:
    """Write the website and map it to the Default Stock unless it sells from a stock already. Raises what `save_row` raises."""
    save_row(website)
    SalesChannel.objects.get_or_create(website=website, defaults={"stock": Stock.objects.default()})


class WebsiteNotDeletable(Refused):
    """The website is the default one, or has orders; nothing was deleted. `str()` says which."""


# A shopper may put something into a cart while it goes; the next attempt sees that row.
ATTEMPTS = 3


def delete_website(website: Website) -> None:
    """Delete the website with its store views, carts and own settings. Raises `WebsiteNotDeletable`."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                _delete(website)
                connection.check_constraints()
        except IntegrityError as error:
            if attempt == ATTEMPTS or not names_a_gone_row(error):
                raise
        else:
            return


def _delete(website: Website) -> None:
    locked = locked_to_delete(website)
    if locked.is_default or locked.store_views.filter(is_default=True).exists():
        raise WebsiteNotDeletable(f"{locked} is the default website and could not be deleted.")
    lock_what_goes_with(locked)
    try:
        locked.delete()
    except ProtectedError as error:
        raise WebsiteNotDeletable(f"{locked} has orders and could not be deleted.") from error


class StoreViewNotDeletable(Refused):
    """It is the default store view; nothing was deleted. `str()` says so."""


@transaction.atomic
def delete_store_view(store_view: StoreView) -> None:
    """Delete the store view with its own settings. Raises `StoreViewNotDeletable`."""
    locked = locked_to_delete(store_view)
    if locked.is_default:
        raise StoreViewNotDeletable(f"{locked} is the default store view and could not be deleted.")
    locked.delete()


CUSTOMER_GROUPS = {"0": "NOT LOGGED IN", "1": "General", "2": "Wholesale", "3": "Retailer"}


def install_defaults() -> None:
    """Make the default rows that are missing; leave those that exist as staff have changed them."""
    source, _ = Source.objects.get_or_create(
        code=DEFAULT_SOURCE_CODE, defaults={"name": "Default Source", "country": "US", "postcode": "00000"}
    )
    stock, made = Stock.objects.get_or_create(is_default=True, defaults={"name": "Default Stock"})
    if made:
        StockSourceLink.objects.create(stock=stock, source=source, priority=1)
    website, _ = Website.objects.get_or_create(is_default=True, defaults={"code": "base", "name": "Main Website"})
    StoreView.objects.get_or_create(
        is_default=True, defaults={"code": "default", "name": "Default Store View", "website": website}
    )
    SalesChannel.objects.get_or_create(website=website, defaults={"stock": stock})
    for code, name in CUSTOMER_GROUPS.items():
        CustomerGroup.objects.get_or_create(code=code, defaults={"name": name})
