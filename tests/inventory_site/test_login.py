"""The door of the back office: too many tries, forgotten passwords, sessions that end."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from inventory_site.demo_processes.staff import PASSWORD
from inventory_site.login import rules as login_rules
from inventory_site.login.browser import browser_in_words, client_address
from inventory_site.login.session import BEGUN, SEEN
from tests.factories.catalog import WebsiteFactory

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
MANY = login_rules.MOST_OF_ONE_ADDRESS_FOR_ONE_NAME
RIGHT = "correct-horse-7"


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann", email="ann@example.org", password=RIGHT)


def log_in(client: Client, name: str = "ann", password: str = RIGHT, address: str = "192.0.2.1") -> int:
    sent = client.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address)
    return sent.status_code


@pytest.mark.parametrize(
    "password",
    [
        *("short-7", "1234567890", "password123", "ann-example", PASSWORD, f"{PASSWORD}-1"),
        *("my-Salable-shop-7", "blue-boats-2026", "BlueBoats-xk-9"),
    ],
)
def test_weak_and_known_passwords_are_refused(ann: User, password: str) -> None:
    ann.username = "ann-example"
    WebsiteFactory.create(name="Blue Boats")
    with pytest.raises(ValidationError):
        validate_password(password, ann)


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_too_many_tries_are_refused_without_looking_at_the_password(ann: User, client: Client, name: str) -> None:
    del ann
    tries = [log_in(client, name, "wrong") for _ in range(MANY)]
    assert tries == [200] * (MANY - 1) + [429]
    refused = client.post(LOGIN, {"username": name, "password": RIGHT}, REMOTE_ADDR="192.0.2.1")
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert "SAMEORIGIN" in refused["X-Frame-Options"]
    assert "in 15 minutes" in refused.text
    assert "--color-primary-600" in refused.text  # the admin's colours: a button without them is white on white


def test_stranger_at_another_address_locks_nobody_out(ann: User, client: Client) -> None:
    del ann
    for _ in range(MANY):
        log_in(client, password="wrong", address="198.51.100.9")
    assert log_in(client, address="198.51.100.9") == 429
    assert log_in(Client()) == 302


def test_lock_ends_by_itself_however_long_a_stranger_goes_on(ann: User, client: Client, settings: Settings) -> None:
    del ann
    for _ in range(MANY + 3):
        log_in(client, password="wrong")
    settings.AXES_COOLOFF_TIME = timedelta(0)
    assert log_in(client) == 302


def test_right_password_forgets_the_wrong_ones_before(ann: User, client: Client) -> None:
    del ann
    for _ in range(2):
        for _ in range(MANY - 1):
            log_in(client, password="wrong")
        assert log_in(client) == 302


@pytest.mark.parametrize(
    ("together", "of_address", "for_name", "known", "locked"),
    [
        (9, 99, 99, False, False),
        (10, 10, 10, True, True),
        (0, 100, 0, True, True),
        (0, 0, 100, False, True),
        (0, 0, 10_000, True, False),
    ],
)
def test_many_machines_lock_a_name_only_for_browsers_nobody_knows(
    together: int, of_address: int, for_name: int, *, known: bool, locked: bool
) -> None:
    asked = login_rules.is_locked(together=together, of_address=of_address, for_name=for_name, is_known_browser=known)
    assert asked is locked


def test_browser_of_the_member_is_known_after_a_login(
    ann: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    del ann
    monkeypatch.setattr(login_rules, "MOST_FOR_ONE_NAME", 3)
    log_in(client)
    for number in range(3):
        log_in(Client(), password="wrong", address=f"198.51.100.{number}")
    assert log_in(Client(), address="198.51.100.77") == 429
    client.post("/admin/logout/")
    assert log_in(client) == 302


def test_failed_login_is_logged_without_its_password(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="inventory_site.security"):
        log_in(client, "eve\nLogin: 'admin'", "my-secret")
    line = next(record.getMessage() for record in caplog.records if record.name == "inventory_site.security")
    assert line == r"""Login failed: "eve\nLogin: 'admin'" from 192.0.2.1"""


@pytest.mark.parametrize(
    ("proxies", "told", "found"),
    [
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (2, "203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.1"),
        (1, "nonsense", "0.0.0.0"),  # noqa: S104  unknown
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_address_is_what_our_own_proxies_say(settings: Settings, proxies: int, told: str, found: str) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": told})
    assert client_address(request) == found


def test_demo_password_opens_nothing_where_others_can_reach_the_shop(client: Client, settings: Settings) -> None:
    User.objects.create_superuser("admin", password=PASSWORD)
    settings.ALLOWED_HOSTS = ["testserver", "shop.example.org"]
    assert log_in(client, "admin", PASSWORD) == 200
    settings.ALLOWED_HOSTS = ["localhost"]
    sent = client.post(LOGIN, {"username": "admin", "password": PASSWORD}, headers={"Host": "localhost"})
    assert sent.status_code == 302


def test_idle_session_ends_and_the_cart_in_it_stays(ann: User, client: Client, settings: Settings) -> None:
    client.force_login(ann)
    session = client.session
    session["cart-main"], session[SEEN] = "token", session[SEEN] - settings.STAFF_IDLE_SECONDS - 1
    session.save()
    old = session.session_key
    assert client.get("/admin/")["Location"].startswith(LOGIN)
    assert client.session["cart-main"] == "token"
    assert client.session.session_key != old


def test_session_ends_a_day_after_its_login_however_busy_it_is(ann: User, client: Client, settings: Settings) -> None:
    client.force_login(ann)
    session = client.session
    session[BEGUN] -= settings.STAFF_SESSION_SECONDS - 10
    session.save()
    assert client.get("/admin/").status_code == 200
    session[BEGUN] -= 20
    session.save()
    assert client.get("/admin/")["Location"].startswith(LOGIN)


def test_session_that_is_used_goes_on(ann: User, client: Client, settings: Settings) -> None:
    client.force_login(ann)
    session = client.session
    session[SEEN] -= settings.STAFF_IDLE_SECONDS - 10
    session.save()
    assert client.get("/admin/").status_code == 200
    assert client.session[SEEN] > session[SEEN]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"password": "new"}])
def test_session_ends_with_a_new_password_or_when_its_person_leaves(
    ann: User, client: Client, change: dict[str, object]
) -> None:
    client.force_login(ann)
    assert client.get("/admin/").status_code == 200
    User.objects.create_superuser("another")  # the last one cannot leave
    User.objects.filter(pk=ann.pk).update(**change)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Wayland; Linux x86_64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", "Safari on macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) CriOS/139.0 Mobile Safari/604.1", "Chrome on iPhone"),
        ("<script>alert(1)</script>", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_called_by_words_of_ours_whatever_it_says(said: str, shown: str) -> None:
    assert browser_in_words(said) == shown
