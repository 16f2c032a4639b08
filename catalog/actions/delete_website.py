"""Delete a website that nothing was sold on."""

from django.db import transaction
from django.db.models import ProtectedError

from catalog.models import Website


class WebsiteNotDeletableError(Exception):
    """The website is the default one, or has orders; nothing was deleted. `str()` says which."""


@transaction.atomic
def delete_website(website: Website) -> None:
    """Delete the website with its store views, carts and own settings. Raises `WebsiteNotDeletableError`."""
    locked = Website.objects.select_for_update().get(pk=website.pk)
    if locked.is_default or locked.store_views.filter(is_default=True).exists():
        raise WebsiteNotDeletableError(f"{locked} is the default website and could not be deleted.")
    try:
        locked.delete()
    except ProtectedError as error:
        raise WebsiteNotDeletableError(f"{locked} has orders and could not be deleted.") from error
