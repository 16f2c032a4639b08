"""Delete a stock that nobody sells from."""

from django.db import transaction
from django.db.models import ProtectedError

from catalog.models import Stock


class StockNotDeletableError(Exception):
    """The stock is the default one, has a sales channel, or is named by orders; nothing was deleted. `str()` says which."""


@transaction.atomic
def delete_stock(stock: Stock) -> None:
    """Delete the stock with its links and levels; the source items stay. Raises `StockNotDeletableError`."""
    locked = Stock.objects.select_for_update().get(pk=stock.pk)
    if locked.is_default:
        raise StockNotDeletableError("Default Stock could not be deleted.")
    if locked.sales_channels.exists():
        raise StockNotDeletableError("Stock has at least one sale channel and could not be deleted.")
    try:
        locked.delete()
    except ProtectedError as error:
        raise StockNotDeletableError("Stock has orders and could not be deleted.") from error
