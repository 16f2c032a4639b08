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

SEEN = (
    "backorders.view_creditmemo",
    "backorders.view_delivery",
    "backorders.view_errand",
    "backorders.view_invoice",
    "backorders.view_notification",
    "backorders.view_order",
    "backorders.view_payment",
    "backorders.view_shipment",
    "backorders.view_stockalert",
    "catalog.view_category",
    "catalog.view_configurationvalue",
    "catalog.view_customergroup",
    "catalog.view_incomingsupply",
    "catalog.view_product",
    "catalog.view_reservation",
    "catalog.view_source",
    "catalog.view_sourceitem",
    "catalog.view_stock",
    "catalog.view_stockitem",
    "catalog.view_storeview",
    "catalog.view_website",
)


@dataclass(frozen=True)
class Role:
    """What the members of a role may do: permissions as `<app>.<codename>`, beyond seeing everything that is not money or staff."""

    name: str
    does: tuple[str, ...] = ()

    @property
    def permissions(self) -> tuple[str, ...]:
        """Every permission of the role."""
        return (*SEEN, *self.does)


ROLES = (
    # Decides what is sold, from where, and how far below zero. Deleting what open orders hold is a right that no role begins with
    # (catalog.delete_product_in_open_orders): a merchandiser disables it, an administrator decides what customers lose.
    Role(
        "Merchandiser",
        tuple(
            f"catalog.{verb}_{model}"
            for model in (
                "category",
                "configurationvalue",
                "product",
                "source",
                "sourceitem",
                "stock",
                "stockitem",
                "stocksourcelink",
            )
            for verb in ("add", "change", "delete")
        ),
    ),
    # Receives deliveries and sends parcels.
    Role(
        "Fulfilment",
        (
            "backorders.ship_order",
            "backorders.prioritise_order",
            "backorders.comment_order",
            "catalog.change_sourceitem",
        ),
    ),
    # Takes orders by telephone, and answers for those that were taken: reads the links that shoppers have lost out to them.
    Role(
        "Customer service",
        (
            *(
                f"backorders.{verb}_order"
                for verb in ("add", "change", "cancel", "comment", "hold", "invoice", "refund", "prioritise")
            ),
            # Sends again what did not get through.
            "backorders.change_errand",
            "backorders.change_notification",
            "backorders.see_order_link",
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
        kept.group.permissions.add(*_permissions(set(role.permissions) - set(kept.given)))
    kept.given = sorted({*kept.given, *role.permissions})
    kept.save()


def _permissions(names: Collection[str]) -> list[Permission]:
    named = Q(pk__in=())
    for name in names:
        app, _, codename = name.partition(".")
        named |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(named))


MOST_NAMED = 3


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
    return f"You cannot give {what}: it allows what you may not do yourself ({first_named(lacking, first=MOST_NAMED)})."
