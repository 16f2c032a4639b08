"""Whatever decides who may come in asks for the password again, and loses nothing that was typed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from inventory_site.admin_site import DECIDE_WHO_COMES_IN, OWN_ACCOUNT
from inventory_site.error_pages.kept_forms import PASSWORD_FIRST_KEPT
from inventory_site.login import rules as login_rules
from inventory_site.login.session import PASSWORD_SHOWN
from inventory_site.models import RoleSecurity
from tests.catalog.admin.filled_form import filled_form

pytestmark = pytest.mark.django_db
AGAIN, SETUP, USERS = "/admin/password-again/", "/admin/second-factor/setup/", "/admin/auth/user/"
RIGHT = "correct-horse-7"


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann", email="ann@example.org", password=RIGHT)


@pytest.fixture
def late(client: Client, ann: User) -> Client:
    """Ann's browser, a quarter of an hour after her login."""
    client.force_login(ann)
    time_passes(client)
    return client


def time_passes(client: Client) -> None:
    session = client.session
    session[PASSWORD_SHOWN] -= int(login_rules.PASSWORD_HOLDS_FOR.total_seconds()) + 1
    session.save()


def addresses() -> list[str]:
    """Every page of accounts and roles; each has a row 1 or answers as if."""
    return [
        reverse(f"admin:{name}", args=() if name.endswith("_add") or name in OWN_ACCOUNT else ("1",))
        for name in sorted(DECIDE_WHO_COMES_IN)
    ]


@pytest.mark.parametrize("address", [*addresses(), SETUP])
def test_pages_that_decide_who_comes_in_ask_for_the_password(late: Client, address: str) -> None:
    for ask in (late.get, late.post):
        answer = ask(address)
        assert answer["Location"].startswith(f"{AGAIN}?next=")
    assert late.get(AGAIN).status_code == 200


@pytest.mark.parametrize("address", [USERS, "/admin/auth/group/"])
def test_mass_actions_ask_too_and_reading_a_grid_does_not(late: Client, address: str) -> None:
    assert late.get(address).status_code == 200
    group = Group.objects.get(name="Viewer")
    sent = {"action": "delete_selected", "_selected_action": str(group.pk), "post": "yes"}
    assert late.post(address, sent)["Location"].startswith(AGAIN)
    assert Group.objects.filter(name="Viewer").exists()


def test_the_rest_of_the_admin_does_not_ask(late: Client) -> None:
    for address in ("/admin/", "/admin/catalog/product/", "/admin/password_change/"):
        assert late.get(address).status_code == 200


def test_what_was_typed_stands_there_after_the_password_and_is_done_by_a_click(client: Client, ann: User) -> None:
    client.force_login(ann)
    role = Group.objects.get(name="Viewer")
    page = f"/admin/auth/group/{role.pk}/change/"
    typed: dict[str, Any] = filled_form(client.get(page), name="Reader")
    time_passes(client)
    asked = client.post(page, typed, follow=True)
    assert asked.redirect_chain == [(f"{AGAIN}?next={page}", 302)]
    assert PASSWORD_FIRST_KEPT in asked.text
    back = client.post(f"{AGAIN}?next={page}", {"password": RIGHT})
    assert back["Location"] == page
    kept = client.get(page).context["typed_again"]
    assert (Group.objects.get(pk=role.pk).name, dict(kept.fields)["name"]) == ("Viewer", "Reader")
    client.post(page, typed)
    assert Group.objects.get(pk=role.pk).name == "Reader"


def test_a_wrong_password_opens_nothing_and_counts_as_at_the_login(late: Client) -> None:
    where = f"{AGAIN}?next={USERS}add/"
    for _ in range(login_rules.MOST_OF_ONE_ADDRESS_FOR_ONE_NAME - 1):
        assert "That is not your password." in late.post(where, {"password": "wrong"}).text
    assert late.post(where, {"password": "wrong"}).status_code == 429
    assert late.post(where, {"password": RIGHT}).status_code == 429
    assert late.get(f"{USERS}add/")["Location"].startswith(AGAIN)


def test_the_password_of_somebody_else_is_none(late: Client) -> None:
    User.objects.create_superuser("bob", password="another-horse-8")
    assert "That is not your password." in late.post(AGAIN, {"password": "another-horse-8"}).text


def test_the_answer_holds_for_a_while_under_a_new_session_number(late: Client) -> None:
    before = late.session.session_key
    assert late.post(f"{AGAIN}?next=//evil.example/", {"password": RIGHT})["Location"] == "/admin/"
    assert late.session.session_key != before
    assert late.get(f"{USERS}add/").status_code == 200
    time_passes(late)
    assert late.get(f"{USERS}add/").status_code == 302


def test_who_is_not_in_is_led_to_the_login(client: Client) -> None:
    assert client.get(f"{AGAIN}?next={USERS}")["Location"] == f"/admin/login/?next={USERS}"
    assert client.post(AGAIN, {"password": RIGHT})["Location"].startswith("/admin/login/")


def test_who_must_set_a_factor_up_later_is_not_led_in_circles(late: Client, ann: User) -> None:
    role = Group.objects.create(name="Careful")
    RoleSecurity.objects.create(group=role, needs_second_factor=True)
    ann.groups.add(role)
    asked = late.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith(AGAIN)
    assert late.post(asked.redirect_chain[-1][0], {"password": RIGHT}, follow=True).redirect_chain[-1][1] == 302
    assert late.get(SETUP).status_code == 200
