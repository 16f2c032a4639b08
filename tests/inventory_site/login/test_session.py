"""A session's row says whose login is in it, and what somebody has ended does not come back."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from inventory_site.login.session import BEGUN, LOGIN, SEEN, WRITTEN_EVERY, SessionStore
from inventory_site.models import Session
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Wayland; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LOGIN_PAGE, RIGHT = "/admin/login/", "correct-horse-7"


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann", email="ann@example.org", password=RIGHT)


def row_of(client: Client) -> Session:
    return Session.objects.get(session_key=client.session.session_key)


def test_a_row_says_whose_login_it_holds_since_when_and_in_which_browser(client: Client, ann: User) -> None:
    sent = client.post(LOGIN_PAGE, {"username": "ann", "password": RIGHT}, headers={"User-Agent": FIREFOX})
    assert sent.status_code == 302
    row = row_of(client)
    assert (row.user, row.browser, str(row.login)) == (ann, "Firefox on Linux", client.session[LOGIN])
    assert row.begun_at == row.last_used_at
    assert timedelta() <= timezone.now() - (row.begun_at or timezone.now()) < timedelta(minutes=1)


def test_nothing_is_kept_of_a_visitor(client: Client) -> None:
    product = product_with_stock(quantity=5)
    client.post("/cart/add/", {"product": product.pk, "quantity": "1"}, headers={"User-Agent": FIREFOX})
    row = row_of(client)
    assert (row.user, row.login, row.begun_at, row.last_used_at, row.browser) == (None, None, None, None, "")


def test_the_row_is_a_visitors_again_when_the_login_is_over(client: Client, ann: User) -> None:
    client.force_login(ann)
    session = client.session
    session["cart-main"], session[BEGUN] = "token", 1
    session.save()
    client.get("/admin/")
    assert (row_of(client).user, client.session["cart-main"]) == (None, "token")


def test_last_used_follows_the_requests(client: Client, ann: User) -> None:
    client.force_login(ann)
    session = client.session
    session[SEEN] -= WRITTEN_EVERY + 60
    session.save()
    before = row_of(client).last_used_at
    client.get("/admin/")
    after = row_of(client).last_used_at
    assert before
    assert after
    assert after - before >= timedelta(seconds=WRITTEN_EVERY)


def test_a_new_key_is_the_same_login_in_the_same_row(client: Client, ann: User) -> None:
    client.force_login(ann)
    store, login = SessionStore(client.session.session_key), client.session[LOGIN]
    store.cycle_key()
    store.save()
    row = Session.objects.get()
    assert row.session_key == store.session_key != client.session.session_key
    assert (row.user, str(row.login)) == (ann, login)


def test_what_was_ended_meanwhile_is_not_brought_back(client: Client, ann: User) -> None:
    client.force_login(ann)
    on_its_way, with_a_new_key = (SessionStore(client.session.session_key) for _ in range(2))
    assert on_its_way[SESSION_KEY] == with_a_new_key[SESSION_KEY]
    Session.objects.all().delete()
    on_its_way["cart-main"] = "token"
    with pytest.raises(UpdateError):
        on_its_way.save()
    with pytest.raises(SessionInterrupted):
        with_a_new_key.cycle_key()
    assert not Session.objects.exists()


@pytest.mark.parametrize("spoiled", [{"user": None}, {"login": None}, {"begun_at": None}, {"last_used_at": None}])
def test_a_row_knows_all_of_a_login_or_nothing(client: Client, ann: User, spoiled: dict[str, None]) -> None:
    client.force_login(ann)
    with pytest.raises(IntegrityError, match="session_knows_its_login_or_nobody"), transaction.atomic():
        Session.objects.update(**spoiled)


def test_who_is_deleted_leaves_no_session(client: Client) -> None:
    person = User.objects.create_user("eve", is_staff=True)
    client.force_login(person)
    person.delete()
    assert not Session.objects.exists()


def test_live_sessions_survive_the_upgrade_and_the_way_back(ann: User) -> None:
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("inventory_site")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate([("inventory_site", "0007_texts_in_files")])
    assert ("sessions", "0001_initial") in MigrationRecorder(connection).applied_migrations()
    keys = _written_by_the_version_before(ann)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate(newest)
    found = {row.session_key: row for row in Session.objects.all()}
    assert {key: row.user for key, row in found.items()} == {keys[0]: ann, keys[1]: None}
    assert str(found[keys[0]].login) == SessionStore(keys[0])[LOGIN]
    assert SessionStore(keys[1])["cart-main"] == "token"
    browser = Client()
    browser.cookies["sessionid"] = keys[0]
    assert browser.get("/admin/").status_code == 200


def _written_by_the_version_before(person: User) -> list[str]:
    """Write the session of a login and of a visitor into Django's own table, and return their keys."""
    now = timezone.now()
    kept: tuple[dict[str, Any], ...] = (_login_of(person, int(now.timestamp())), {"cart-main": "token"})
    keys = ["a" * 32, "b" * 32]
    with connection.cursor() as cursor:
        for key, values in zip(keys, kept, strict=True):
            data = DjangosStore().encode(values)
            cursor.execute("INSERT INTO django_session VALUES (%s, %s, %s)", (key, data, now + timedelta(days=14)))
    return keys


def _login_of(person: User, now: int) -> dict[str, Any]:
    return {
        SESSION_KEY: str(person.pk),
        "_auth_user_backend": "inventory_site.login.backend.StaffBackend",
        "_auth_user_hash": person.get_session_auth_hash(),
        "begun": now - 60,
        "seen": now - 30,
        "shown": now - 60,
    }
