"""Who may do what, how the roles are installed, and how far a person's rights reach over others.

The roles that every installation begins with, as data; staff may change them, or make others, under System > User Roles.
Make the roles that Salable brings along, and give each what a newer version adds to it: every permission once.

Staff change roles. So nothing is given a second time, and a role that was deleted stays deleted.
How far a person's rights reach over others: nobody gives what he does not have himself, nor commands who may do more.

A permission is `<app>.<codename>`. An inactive account counts with what it could do once it is active again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Q

from catalog.words.names import first_named
from inventory_site.locks import locked_default_role
from inventory_site.models import DefaultRole
from inventory_site.people.sentences import permissions_of, told_of

# What every role that Salable brings along sees: everything that is no person's account.
SEEN = ("see_catalog", "see_stock", "see_orders", "see_settings")


@dataclass(frozen=True)
class Role:
    """A role and what its members do, as codes of duties, beyond seeing everything that is not of staff."""

    name: str
    does: tuple[str, ...] = ()

    @property
    def permissions(self) -> tuple[str, ...]:
        """Every permission of the role."""
        return tuple(sorted(permissions_of((*SEEN, *self.does))))


ROLES = (
    # Decides what is sold, from where, and how far below zero. Deleting what open orders hold is a duty that no role begins with: a
    # merchandiser disables it, an administrator decides what customers lose.
    Role(
        "Merchandiser",
        ("edit_products", "delete_products", "edit_categories", "move_stock", "edit_sources", "configure"),
    ),
    # Receives deliveries and sends parcels.
    Role("Fulfilment", ("ship_orders", "move_to_front", "comment_orders", "move_stock")),
    # Takes orders by telephone, and answers for those that were taken: reads the links that shoppers have lost out to them.
    Role(
        "Customer service",
        (
            "make_orders",
            "edit_orders",
            "cancel_orders",
            "comment_orders",
            "hold_orders",
            "invoice_orders",
            "refund_orders",
            "move_to_front",
            "send_again",
            "see_order_links",
            "set_customer_group",
        ),
    ),
    Role("Viewer"),
)


def install_roles(apps: Apps = installed, **_: Any) -> None:
    """Bring the roles up to date. Runs after `migrate`, and after a test has emptied the tables; safe to repeat.

    `apps` are the tables that there are: when somebody migrates back beyond them, nothing is to be done.
    """
    if "defaultrole" not in apps.all_models["inventory_site"]:
        return
    given = {role.name: set(role.given) for role in DefaultRole.objects.all()}
    behind = [role for role in ROLES if set(role.permissions) - given.get(role.name, set()) or role.name not in given]
    if not behind:
        return
    # Django makes an app's permissions when that app was migrated; ours are needed now, whichever comes first.
    for label in ("catalog", "backorders"):
        create_permissions(installed.get_app_config(label), verbosity=0)
    for role in behind:
        _give_what_is_new(role)


@transaction.atomic
def _give_what_is_new(role: Role) -> None:
    kept, is_new = locked_default_role(role.name)
    if is_new:
        group, is_ours = Group.objects.get_or_create(name=role.name)
        kept.group = group if is_ours else None
    if kept.group is not None:
        kept.group.permissions.add(*permission_rows(set(role.permissions) - set(kept.given)))
    kept.given = sorted({*kept.given, *role.permissions})
    kept.save()


MOST_NAMED = 3
OWN_LAST_RIGHT = "You would have no right left, and could not undo it. Let somebody else do that."


def permission_rows(named: Collection[str]) -> list[Permission]:
    """Return the rows of permissions."""
    wanted = Q(pk__in=())
    for name in named:
        app, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))


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


def held_without(account: User, role: Group) -> frozenset[str]:
    """Return what `account` could do still if it were not for `role`: by its other roles, and what it was given past them."""
    others = Q(user=account) | Q(group__in=account.groups.exclude(pk=role.pk))
    return names(Permission.objects.filter(others).select_related("content_type").distinct())


def cannot_give(what: str, lacking: Collection[str]) -> str:
    """Return the sentence that refuses to give `what`, as its giver is `lacking` permissions."""
    told = first_named(told_of(lacking), first=MOST_NAMED, separator="; ")
    return f"You cannot give {what}: it allows what you may not do yourself ({told})."
