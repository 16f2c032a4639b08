"""How far a person's rights reach over others: nobody gives what he does not have himself, nor commands who may do more.

A permission is `<app>.<codename>`. An inactive account counts with what it could do once it is active again.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q

SHOWN = 3


def names(permissions: Iterable[Permission]) -> frozenset[str]:
    """Return the permissions as texts."""
    return frozenset(f"{each.content_type.app_label}.{each.codename}" for each in permissions)


def held_by(account: User) -> frozenset[str]:
    """Return what `account` may do by its roles and permissions; a superuser may do the rest as well."""
    found = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    return names(found.select_related("content_type").distinct())


def of_role(role: Group) -> frozenset[str]:
    """Return what the members of `role` may do: nothing, as long as it is not saved."""
    return names(role.permissions.select_related("content_type")) if role.pk else frozenset()


def beyond(editor: User, permissions: Iterable[str]) -> list[str]:
    """Return which of `permissions` are not `editor`'s, sorted."""
    return [] if editor.is_superuser else sorted(set(permissions) - held_by(editor))


def may_command(editor: User, account: User) -> bool:
    """Whether `editor` may do all that `account` may: who sets its password, or where a new one is mailed, can act as it."""
    return editor.is_superuser or not (account.is_superuser or beyond(editor, held_by(account)))


def may_rule(editor: User, role: Group) -> bool:
    """Whether `editor` may do all that the members of `role` may."""
    return not beyond(editor, of_role(role))


def cannot_give(what: str, lacking: list[str]) -> str:
    """Return the sentence that refuses to give `what`, as its giver is `lacking` permissions."""
    more = f" and {len(lacking) - SHOWN} more" if len(lacking) > SHOWN else ""
    return f"You cannot give {what}: it allows what you may not do yourself ({', '.join(lacking[:SHOWN])}{more})."
