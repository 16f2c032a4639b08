"""The locks of the site on what only the site has: its superusers and its roles."""

from django.contrib.auth.models import Group
from django.db import connection

from inventory_site.models import DefaultRole


def lock_superusers() -> None:
    """Let one transaction at a time judge who is the last superuser, until it commits.

    The trigger of `inventory_site/models.py` takes the same lock, for who writes past us.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('the last superuser'))")


def locked_default_role(name: str) -> tuple[DefaultRole, bool]:
    """Return what is kept of the role, locked until the transaction ends, and whether it is new."""
    return DefaultRole.objects.select_for_update().get_or_create(name=name)


def lock_role(pk: int) -> None:
    """Let nobody become a member of the role until the transaction ends."""
    list(Group.objects.select_for_update().filter(pk=pk).values_list("pk"))
