"""A role is picked in sentences, by one of two people, and nothing that was given otherwise is lost on the way."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from inventory_site.people.sentences import permissions_of
from inventory_site.roles import of_role, permission_rows
from tests.backorders.admin.admin_text import admin_text
from tests.catalog.admin.filled_form import filled_form

pytestmark = pytest.mark.django_db
ROLES = "/admin/auth/group/"


def role(*codes: str, name: str = "Packers") -> Group:
    made = Group.objects.create(name=name)
    made.permissions.set(permission_rows(permissions_of(codes)))
    return made


def opened(client: Client, of: Group) -> Any:
    return client.get(f"{ROLES}{of.pk}/change/")


def saved(client: Client, page: Any, **changes: Any) -> Any:
    return client.post(page.wsgi_request.get_full_path(), filled_form(page, **changes), follow=True)


def test_a_new_role_gets_what_was_picked_and_what_that_needs_and_says_so(admin_client: Client) -> None:
    sent = {"name": "Packers", "does_orders": ["ship_orders", "comment_orders"], "does_money": []}
    answer = admin_client.post(f"{ROLES}add/", sent, follow=True)
    made = Group.objects.get(name="Packers")
    assert of_role(made) == permissions_of(["ship_orders", "comment_orders", "see_orders", "see_stock"])
    assert admin_text(answer).count("Added as well, as the others need it:") == 2
    grid = admin_text(admin_client.get(ROLES))
    assert "Ships orders: packing slips, parcels, tracking numbers, handing over, and undoing a shipment." in grid


def test_one_sentence_is_taken_off_and_the_others_and_other_roles_stay(admin_client: Client) -> None:
    mine, other = role("see_orders", "see_stock", "ship_orders"), role("see_orders", name="Others")
    page = opened(admin_client, mine)
    saved(admin_client, page, does_orders=["see_orders"])
    assert of_role(mine) == permissions_of(["see_orders", "see_stock"])
    assert of_role(other) == permissions_of(["see_orders"])
    # What came twice is done once: the second is the same.
    saved(admin_client, page, does_orders=["see_orders"])
    assert of_role(mine) == permissions_of(["see_orders", "see_stock"])


def test_two_people_change_a_role_and_neither_undoes_the_other(admin_client: Client) -> None:
    mine = role("see_orders", "see_stock", "see_catalog")
    ben = Client()
    ben.force_login(User.objects.create_superuser("ben"))
    first, second = opened(admin_client, mine), opened(ben, mine)
    saved(admin_client, first, does_orders=["see_orders", "hold_orders"])
    answer = saved(ben, second, does_catalog=["see_catalog", "edit_categories"])
    assert of_role(mine) == permissions_of(["see_orders", "hold_orders", "see_stock", "see_catalog", "edit_categories"])
    assert "Orders was changed to" in admin_text(answer)
    asked = saved(ben, second, does_orders=["see_orders", "cancel_orders"])
    assert "Choose at the top of the page which value stays." in admin_text(asked)
    assert "backorders.cancel_order" not in of_role(mine)


def test_what_no_sentence_says_stays_until_it_is_taken_away(admin_client: Client) -> None:
    mine = role("see_orders")
    mine.permissions.add(Permission.objects.get(codename="add_category"))
    page = opened(admin_client, mine)
    assert "parts of rights besides" in admin_text(page)
    saved(admin_client, page, name="Renamed")
    assert "catalog.add_category" in of_role(mine)
    saved(admin_client, opened(admin_client, mine), drops_untold="on")
    assert of_role(mine) == permissions_of(["see_orders"])
    assert "parts of rights besides" not in admin_text(opened(admin_client, mine))


def test_nobody_takes_the_own_last_right_by_his_role(client: Client) -> None:
    mine = role("see_people", "edit_roles")
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(mine)
    client.force_login(editor)
    answer = saved(client, opened(client, mine), does_people=[])
    assert "You would have no right left" in admin_text(answer)
    assert of_role(mine) == permissions_of(["see_people", "edit_roles"])
    editor.groups.add(role("see_orders", name="Second"))
    saved(client, opened(client, mine), does_people=["see_people"])
    assert of_role(mine) == permissions_of(["see_people"])


def test_a_role_with_members_stays_and_names_them(admin_client: Client) -> None:
    mine, empty = role("see_orders"), role("see_orders", name="Empty")
    User.objects.create_user("zoe").groups.add(mine)
    answer = admin_client.post(f"{ROLES}{mine.pk}/delete/", {"post": "yes"}, follow=True)
    assert "The role Packers has members (zoe). Give them another role first." in admin_text(answer)
    admin_client.post(f"{ROLES}{empty.pk}/delete/", {"post": "yes"})
    assert set(Group.objects.filter(name__in=("Packers", "Empty"))) == {mine}


def test_who_may_only_look_reads_the_sentences(client: Client) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    reader.groups.add(role("see_people", name="Readers"))
    client.force_login(reader)
    page = opened(client, role("ship_orders"))
    assert (
        "Ships orders: packing slips, parcels, tracking numbers, handing over, and undoing a shipment."
        in admin_text(page)
    )
    assert ("ship_orders" in page.text, "add_category" in page.text) == (False, False)


@pytest.mark.parametrize("count", [1, 30])
def test_the_grid_asks_as_much_for_thirty_roles_as_for_one(
    admin_client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        role("see_orders", name=f"Role {number}")
    with django_assert_max_num_queries(11):
        assert admin_client.get(ROLES).status_code == 200
