"""The demo command: what it refuses, and whom it lets in."""

import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from inventory_site.management.demo_staff import ADMIN_NAME, MEMBERS, PASSWORD, ensure_demo_staff


def test_taken_port_is_refused_with_advice() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} cannot be used .* PORT="):
            call_command("demo", port=port)


@pytest.mark.django_db
def test_empty_shop_gets_a_demo_login() -> None:
    assert ensure_demo_staff()
    admin = get_user_model().objects.get(username=ADMIN_NAME)
    assert (admin.username, admin.is_superuser, admin.check_password(PASSWORD)) == (ADMIN_NAME, True, True)


@pytest.mark.django_db
def test_second_demo_keeps_the_login() -> None:
    ensure_demo_staff()
    assert ensure_demo_staff()
    assert get_user_model().objects.count() == 1 + len(MEMBERS)


@pytest.mark.django_db
def test_every_role_has_a_member_in_the_demo() -> None:
    ensure_demo_staff()
    users = get_user_model().objects.filter(is_superuser=False)
    assert {user.username: user.groups.get().name for user in users} == MEMBERS


@pytest.mark.django_db
def test_known_password_is_never_added_beside_real_staff() -> None:
    get_user_model().objects.create_user("ann", password="a-secret", is_staff=True)
    assert not ensure_demo_staff()
    assert get_user_model().objects.count() == 1


@pytest.mark.django_db
def test_changed_password_is_kept() -> None:
    get_user_model().objects.create_superuser(ADMIN_NAME, password="a-secret")
    assert not ensure_demo_staff()
    assert get_user_model().objects.get().check_password("a-secret")
