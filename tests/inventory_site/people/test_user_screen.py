"""All Users: who is there with which role, and what each may do in sentences."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from tests.backorders.admin.admin_text import admin_text
from tests.catalog.admin.filled_form import filled_form
from tests.factories.shoppers import shopper
from tests.inventory_site.account_form import USERS, form

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe() -> User:
    user: User = User.objects.create_user("zoe", "zoe@example.org", first_name="Zoe", last_name="Ash", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=("Fulfilment", "Viewer")))
    return user


@pytest.mark.parametrize("count", [1, 30])
def test_the_grid_tells_roles_and_state_in_as_many_statements_for_thirty(
    admin_client: Client, zoe: User, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        User.objects.create_user(f"u{number}", is_staff=True).groups.set(zoe.groups.all())
    with django_assert_max_num_queries(10):
        page = admin_text(admin_client.get(USERS))
    assert "zoe Zoe Ash zoe@example.org Fulfilment +1 more Never Active" in page
    assert "Administrator" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [("role=none", {"bo"}), ("role=administrators", {"admin"}), ("state=False", {"bo"}), ("state=True&q=ash", {"zoe"})],
)
def test_filters_keep_whom_they_name(admin_client: Client, zoe: User, asked: str, found: set[str]) -> None:
    del zoe
    User.objects.create_user("bo", is_active=False)
    page = admin_client.get(f"{USERS}?{asked}").text
    assert {name for name in ("zoe", "bo", "admin") if f">{name}</a>" in page} == found


def test_accounts_of_shoppers_are_listed_where_they_are_asked_for(admin_client: Client, zoe: User) -> None:
    ada = shopper("ada@example.org")
    pages = [admin_text(admin_client.get(f"{USERS}{asked}")) for asked in ("", "?kind=staff", "?kind=shoppers")]
    assert [("zoe" in page, "ada@example.org" in page) for page in pages] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert admin_client.get(f"{USERS}{ada.pk}/change/").status_code == 200
    form(admin_client, ada, is_active=None)
    assert (User.objects.get(pk=ada.pk).is_active, User.objects.get(pk=zoe.pk).is_active) == (False, True)


def test_a_role_filters_its_members(admin_client: Client, zoe: User) -> None:
    role = zoe.groups.get(name="Fulfilment")
    page = admin_client.get(f"{USERS}?role={role.pk}").text
    assert (">zoe</a>" in page, ">admin</a>" in page) == (True, False)
    assert f"?role={role.pk}" in admin_client.get("/admin/auth/group/").text


def test_the_page_says_in_sentences_what_the_user_may_do_and_lists_no_permission(
    admin_client: Client, zoe: User
) -> None:
    page = admin_client.get(f"{USERS}{zoe.pk}/change/")
    assert (
        "Ships orders: packing slips, parcels, tracking numbers, handing over, and undoing a shipment."
        in admin_text(page)
    )
    assert ("Refunds orders" in page.text, "Can add" in page.text, "user_permissions" in page.text) == (False,) * 3


def test_a_role_is_given_to_one_of_several_and_two_people_undo_nothing(admin_client: Client, zoe: User) -> None:
    other = User.objects.create_user("other", is_staff=True)
    ben = Client()
    ben.force_login(User.objects.create_superuser("ben"))
    at = f"{USERS}{zoe.pk}/change/"
    first, second = admin_client.get(at), ben.get(at)
    viewer = Group.objects.get(name="Viewer")
    admin_client.post(at, filled_form(first, groups=[str(viewer.pk)]))
    ben.post(at, filled_form(second, last_name="Oak"))
    again = User.objects.get(pk=zoe.pk)
    assert (again.last_name, list(again.groups.all()), other.groups.count()) == ("Oak", [viewer], 0)


def test_rights_past_the_roles_stay_until_an_administrator_takes_them_back(admin_client: Client, zoe: User) -> None:
    zoe.user_permissions.set(Permission.objects.filter(codename="refund_order"))
    assert "Refunds orders" in admin_text(admin_client.get(f"{USERS}{zoe.pk}/change/"))
    form(admin_client, zoe)
    assert User.objects.get(pk=zoe.pk).has_perm("backorders.refund_order")
    form(admin_client, zoe, drops_own_rights="on")
    assert not User.objects.get(pk=zoe.pk).has_perm("backorders.refund_order")


def test_rights_past_the_roles_are_taken_back_by_administrators_alone(client: Client, zoe: User) -> None:
    zoe.user_permissions.set(Permission.objects.filter(codename="refund_order"))
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(Permission.objects.all())
    client.force_login(editor)
    page = client.get(f"{USERS}{zoe.pk}/change/")
    assert "drops_own_rights" not in page.text
    answer = client.post(f"{USERS}{zoe.pk}/change/", filled_form(page, drops_own_rights="on"))
    assert "Only administrators take back what was given past the roles." in admin_text(answer)
    assert User.objects.get(pk=zoe.pk).has_perm("backorders.refund_order")


def test_a_new_user_has_name_and_role_at_once(admin_client: Client) -> None:
    viewer = Group.objects.get(name="Viewer")
    sent = {"username": "new", "first_name": "Eve", "last_name": "Klein", "email": "eve@example.org", "is_staff": "on"}
    admin_client.post(f"{USERS}add/", {**sent, "groups": [str(viewer.pk)]})
    made = User.objects.get(username="new")
    assert (made.get_full_name(), list(made.groups.all()), made.has_usable_password()) == ("Eve Klein", [viewer], False)
