"""The demo command: what it refuses, and whom it lets in."""

import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from inventory_site.demo_processes.demo import DemoProcesses
from inventory_site.demo_processes.orphans import Demo
from inventory_site.demo_processes.staff import ADMIN_NAME, MEMBERS, PASSWORD, ensure_demo_staff, is_on_this_machine
from inventory_site.management.commands import demo
from tests.factories.catalog import ProductFactory


def test_taken_port_is_refused_with_advice(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} cannot be used .* PORT="):
            call_command("demo", port=port)


@pytest.mark.parametrize(
    ("name", "value"),
    [("ALLOWED_HOSTS", ["localhost", "shop.example.org"]), ("CSRF_TRUSTED_ORIGINS", ["https://shop.example.org"])],
)
def test_public_shop_is_refused_before_anything_is_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str, value: list[str]
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    setattr(settings, name, value)
    called: list[str] = []
    monkeypatch.setattr(demo, "call_command", lambda name, **_options: called.append(name))
    monkeypatch.setattr(demo, "ensure_demo_staff", lambda: called.append("staff"))
    with pytest.raises(CommandError, match=r"answers to shop\.example\.org\. Nothing was changed"):
        call_command("demo", port=0)
    assert called == []


@pytest.mark.parametrize(
    ("host", "is_here"),
    [("", True), ("/var/run/postgresql", True), ("localhost", True), ("db.example.org", False), ("10.0.0.7", False)],
)
def test_known_passwords_are_for_a_database_of_this_machine(host: str, *, is_here: bool) -> None:
    assert is_on_this_machine({"HOST": host}) == is_here


def test_port_of_a_running_demo_is_refused_with_how_to_end_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    running = Demo(4711, 1.5, 8000, "/somewhere")
    monkeypatch.setattr(demo, "demo_at", lambda *_: running)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=rf"The demo runs already, at http://localhost:{port}/.* kill 4711\."):
            call_command("demo", port=port)


class Stopped(Exception):
    """The demo came so far."""


def stop(name: str, **_options: object) -> None:
    raise Stopped(name)


class Noted(DemoProcesses):
    """Processes of which none is started."""

    def __init__(self, done: list[str]) -> None:
        self.done = done

    def start(self) -> None:
        self.done.append("start")

    def run(self, *arguments: str) -> None:
        self.done.append(arguments[1])

    def start_rest(self) -> None:
        self.done.append("start the rest")

    def take_visitors(self) -> bool:
        self.done.append("visitors")
        return True


def test_port_of_what_a_killed_demo_left_is_taken_over(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    monkeypatch.setattr(demo, "orphans_serve", lambda *_: True)
    monkeypatch.setattr(demo, "call_command", stop)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(Stopped, match="collectstatic"):
        call_command("demo", port=server.getsockname()[1])


@pytest.mark.django_db
@pytest.mark.parametrize("is_behind", [True, False])
def test_what_a_killed_demo_left_serves_until_its_tables_change_or_visitors_are_taken(
    monkeypatch: pytest.MonkeyPatch, *, is_behind: bool
) -> None:
    done: list[str] = []

    def end_orphans(_: object) -> int:
        done.append("end orphans")
        return 0

    monkeypatch.setattr(demo, "_is_behind", lambda: is_behind)
    monkeypatch.setattr(demo, "call_command", lambda name, **_: done.append(name))
    monkeypatch.setattr(demo, "end_orphans", end_orphans)
    monkeypatch.setattr(demo, "ensure_demo_staff", lambda: True)
    if not is_behind:
        ProductFactory.create()
    demo.Command().start(Noted(done), 1)
    if is_behind:
        assert done == [
            "end orphans",
            "migrate",
            "load_demo_shop",
            "start",
            "visitors",
            "end orphans",
            "start the rest",
        ]
    else:
        assert done == ["start", "migrate", "visitors", "end orphans", "start the rest"]


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
