"""Make the roles that Salable brings along, and give each what a newer version adds to it: every permission once.

Staff change roles. So nothing is given a second time, and a role that was deleted stays deleted.
"""

from collections.abc import Collection
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from inventory_site.models import DefaultRole
from inventory_site.roles import ROLES, Role


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
    kept, is_new = DefaultRole.objects.select_for_update().get_or_create(name=role.name)
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
