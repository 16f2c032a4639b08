"""Roles of shops that are brought up to a newer version: what it adds is given once, and what staff changed stays."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from inventory_site import roles as installing
from inventory_site.models import DefaultRole
from inventory_site.roles import ROLES, Role, install_roles, of_role

pytestmark = pytest.mark.django_db
NEWER = {
    "backorders.see_order_link",
    "backorders.change_errand",
    "backorders.change_notification",
    "backorders.view_errand",
}
SERVICE, VIEWER = (next(role for role in ROLES if role.name == name) for name in ("Customer service", "Viewer"))


class Later(Role):
    """A role as a later version brings it."""

    @property
    def permissions(self) -> tuple[str, ...]:
        """Return one more."""
        return (*super().permissions, "catalog.view_kept")


def role(name: str) -> Group:
    return Group.objects.get(name=name)


def permission(name: str) -> Permission:
    app, _, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def shop_of_the_first_version() -> None:
    """Take from the roles what came later, and forget that anything was ever given."""
    for group in Group.objects.all():
        group.permissions.remove(*map(permission, NEWER))
    MigrationExecutor(connection).migrate([("inventory_site", "0002_last_superuser")])


def upgraded() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("inventory_site"))
    install_roles()


def test_a_shop_that_is_upgraded_has_its_roles_as_a_new_one() -> None:
    shop_of_the_first_version()
    upgraded()
    assert {each.name: of_role(each) for each in Group.objects.all()} == {
        each.name: set(each.permissions) for each in ROLES
    }


def test_what_staff_took_away_before_the_upgrade_stays_away() -> None:
    shop_of_the_first_version()
    role("Customer service").permissions.remove(permission("backorders.refund_order"))
    role("Customer service").permissions.add(permission("backorders.ship_order"))
    upgraded()
    expected = {*SERVICE.permissions, "backorders.ship_order"} - {"backorders.refund_order"}
    assert of_role(role("Customer service")) == expected


def test_what_was_given_once_is_never_given_again() -> None:
    shop_of_the_first_version()
    upgraded()
    role("Customer service").permissions.remove(permission("backorders.see_order_link"))
    upgraded()
    assert "backorders.see_order_link" not in of_role(role("Customer service"))


def test_a_permission_of_a_later_version_reaches_a_renamed_role_and_no_deleted_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Group.objects.filter(name="Viewer").update(name="Reader")
    role("Fulfilment").delete()
    later = tuple(Later(each.name, each.does) for each in ROLES)
    Permission.objects.create(
        content_type=permission("catalog.view_product").content_type, codename="view_kept", name="Later"
    )
    monkeypatch.setattr(installing, "ROLES", later)
    install_roles()
    assert of_role(role("Reader")) == {*VIEWER.permissions, "catalog.view_kept"}
    assert not Group.objects.filter(name__in=("Viewer", "Fulfilment")).exists()


def test_a_role_that_staff_made_under_our_name_is_theirs() -> None:
    role("Viewer").delete()
    DefaultRole.objects.filter(name="Viewer").delete()
    Group.objects.create(name="Viewer")
    install_roles()
    assert of_role(role("Viewer")) == frozenset()


def test_nothing_is_asked_of_tables_that_are_not_there() -> None:
    executor = MigrationExecutor(connection)
    before = executor.loader.project_state([("inventory_site", "0002_last_superuser")]).apps
    DefaultRole.objects.all().delete()
    install_roles(apps=before)
    assert not DefaultRole.objects.exists()
