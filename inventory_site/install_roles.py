"""Make the roles that are missing; leave those that exist as staff have changed them."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from inventory_site.roles import ROLES, Role


def install_roles(**_: Any) -> None:
    """Make each missing role with its permissions. Runs after `migrate`, and after a test has emptied the tables."""
    known = set(Group.objects.values_list("name", flat=True))
    missing = [role for role in ROLES if role.name not in known]
    if not missing:
        return
    # Django makes an app's permissions when that app was migrated; ours are needed now, whichever comes first.
    for label in ("catalog", "backorders"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    for role in missing:
        group, _made = Group.objects.get_or_create(name=role.name)
        group.permissions.set(_permissions(role))


def _permissions(role: Role) -> list[Permission]:
    named = Q()
    for permission in role.permissions:
        app, _, codename = permission.partition(".")
        named |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(named))
