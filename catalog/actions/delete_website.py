"""Delete a website that nothing was sold on."""

from django.db import IntegrityError, connection, transaction
from django.db.models import CASCADE, ProtectedError

from catalog.models import Website
from catalog.queries.names_a_gone_row import names_a_gone_row


class WebsiteNotDeletableError(Exception):
    """The website is the default one, or has orders; nothing was deleted. `str()` says which."""


# A shopper may put something into a cart while it goes; the next attempt sees that row.
ATTEMPTS = 3


def delete_website(website: Website) -> None:
    """Delete the website with its store views, carts and own settings. Raises `WebsiteNotDeletableError`."""
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
    locked = Website.objects.select_for_update().get(pk=website.pk)
    if locked.is_default or locked.store_views.filter(is_default=True).exists():
        raise WebsiteNotDeletableError(f"{locked} is the default website and could not be deleted.")
    # What goes with it is locked as everybody locks it, a cart before its lines.
    for relation in Website._meta.related_objects:  # noqa: SLF001  Django's API
        if relation.on_delete is CASCADE:
            rows = relation.related_model._base_manager.select_for_update()  # noqa: SLF001  Django's API
            list(rows.filter(**{relation.field.name: locked}).order_by("pk").values_list("pk"))
    try:
        locked.delete()
    except ProtectedError as error:
        raise WebsiteNotDeletableError(f"{locked} has orders and could not be deleted.") from error
