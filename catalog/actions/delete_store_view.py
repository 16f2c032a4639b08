"""Delete a store view."""

from django.db import transaction

from catalog.models import StoreView


class StoreViewNotDeletableError(Exception):
    """It is the default store view; nothing was deleted. `str()` says so."""


@transaction.atomic
def delete_store_view(store_view: StoreView) -> None:
    """Delete the store view with its own settings. Raises `StoreViewNotDeletableError`."""
    locked = StoreView.objects.select_for_update().get(pk=store_view.pk)
    if locked.is_default:
        raise StoreViewNotDeletableError(f"{locked} is the default store view and could not be deleted.")
    locked.delete()
