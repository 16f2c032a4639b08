"""Staff see where they are signed in, and end what they do not know; superusers do so for anybody."""

import logging
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from inventory_site.login import second_factor
from inventory_site.login.session import BEGUN, LOGIN, PASSWORD_SHOWN, SEEN
from inventory_site.login.signed_in_pages import ENDED_BEFORE, NO_OTHERS, USED_NOW
from inventory_site.models import Session
from inventory_site.roles import ROLES

pytestmark = pytest.mark.django_db
OWN, IN = "/admin/signed-in/", "/admin/"
RIGHT = "correct-horse-7"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann", email="ann@example.org", password=RIGHT)


def signed_in(name: str = "ann", browser: str = FIREFOX) -> Client:
    client = Client()
    sent = client.post("/admin/login/", {"username": name, "password": RIGHT}, headers={"User-Agent": browser})
    assert sent.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(IN).status_code == 200


def login_of(client: Client) -> str:
    return str(client.session[LOGIN])


def page_of(user: User) -> str:
    return f"/admin/auth/user/{user.pk}/signed-in/"


def seen(page: Any) -> list[tuple[str, bool]]:
    return [(row.browser, row.is_here) for row in page.context["rows"]]


def test_each_browser_is_named_and_this_one_marked(ann: User) -> None:
    del ann
    desk, phone = signed_in(), signed_in(browser=IPHONE)
    assert seen(desk.get(OWN)) == [("Firefox on Windows", True), ("Safari on iPhone", False)]
    assert seen(phone.get(OWN)) == [("Safari on iPhone", True), ("Firefox on Windows", False)]
    page = desk.get(OWN)
    assert page.text.count("End this session</button>") == 1
    assert "End All Others" in page.text


def test_one_of_several_is_ended_and_the_others_stay(ann: User, caplog: pytest.LogCaptureFixture) -> None:
    del ann
    desk, phone, lost = signed_in(), signed_in(browser=IPHONE), signed_in()
    with caplog.at_level(logging.WARNING, logger="inventory_site.security"):
        said = desk.post(OWN, {"login": login_of(lost)}, follow=True)
    assert "Ended the session in Firefox on Windows." in said.text
    assert [is_in(each) for each in (desk, phone, lost)] == [True, True, False]
    assert "1 session ended: 'ann' by 'ann'" in caplog.messages
    assert not LogEntry.objects.exists()


def test_all_others_are_ended_and_this_one_stays(ann: User) -> None:
    del ann
    desk, *others = [signed_in() for _ in range(3)]
    assert "Ended 2 sessions." in desk.post(OWN, {"others": "yes"}, follow=True).text
    assert [is_in(each) for each in (desk, *others)] == [True, False, False]
    assert NO_OTHERS in desk.post(OWN, {"others": "yes"}, follow=True).text


def test_ended_twice_or_in_two_tabs_says_so_and_ends_nothing_else(ann: User) -> None:
    del ann
    desk, phone = signed_in(), signed_in(browser=IPHONE)
    login = login_of(phone)
    desk.post(OWN, {"login": login, "key": str(uuid.uuid4())})
    again = signed_in(browser=IPHONE)
    assert ENDED_BEFORE in desk.post(OWN, {"login": login}, follow=True).text
    assert [is_in(desk), is_in(again)] == [True, True]


def test_all_others_sent_again_spares_who_came_in_since(ann: User) -> None:
    del ann
    desk, key = signed_in(), str(uuid.uuid4())
    signed_in()
    desk.post(OWN, {"others": "yes", "key": key})
    later = signed_in()
    desk.post(OWN, {"others": "yes", "key": key})
    assert is_in(later)


def test_a_browser_that_typed_its_password_again_meanwhile_is_still_the_one_that_is_ended(ann: User) -> None:
    del ann
    desk, phone = signed_in(), signed_in(browser=IPHONE)
    login, key = login_of(phone), phone.session.session_key
    phone.post(f"/admin/password-again/?next={OWN}", {"password": RIGHT})
    assert phone.session.session_key != key
    desk.post(OWN, {"login": login})
    assert not is_in(phone)


@pytest.mark.parametrize("login", ["", "nonsense", "5f0c", "\x00", "1fb1b4ba-3f2c-4d8e-9a51-0f1d2c3b4a59"])
def test_what_names_no_session_ends_none(ann: User, login: str) -> None:
    del ann
    desk, phone = signed_in(), signed_in(browser=IPHONE)
    assert desk.post(OWN, {"login": login}).status_code in {302, 400}
    assert [is_in(desk), is_in(phone)] == [True, True]


def test_this_browser_is_logged_out_and_not_ended(ann: User) -> None:
    del ann
    desk = signed_in()
    assert USED_NOW in desk.post(OWN, {"login": login_of(desk)}, follow=True).text
    assert is_in(desk)


def test_a_form_without_a_key_ends_nothing(ann: User) -> None:
    del ann
    desk, phone = signed_in(), signed_in(browser=IPHONE)
    assert desk.post(OWN, {"others": "yes", "key": ""}).status_code == 409
    assert is_in(phone)


@pytest.mark.parametrize("role", [*(role.name for role in ROLES), "without a role"])
def test_each_member_of_staff_ends_his_own_and_nobody_elses(ann: User, role: str) -> None:
    member = User.objects.create_user("eve", password=RIGHT, is_staff=True)
    member.groups.set(Group.objects.filter(name=role))
    boss, desk, phone = signed_in(), signed_in("eve"), signed_in("eve", IPHONE)
    assert desk.post(OWN, {"login": login_of(boss)}).status_code == 302
    assert is_in(boss)
    assert desk.post(OWN, {"login": login_of(phone)}).status_code == 302
    assert not is_in(phone)
    for page in (page_of(ann), page_of(member)):
        assert desk.get(page).status_code == 403
        assert desk.post(page, {"others": "yes"}).status_code == 403
    assert is_in(boss)


def test_nobody_who_is_not_in_sees_or_ends_anything(ann: User, client: Client) -> None:
    desk = signed_in()
    for page in (OWN, page_of(ann)):
        assert client.get(page)["Location"].startswith("/admin/login/")
        assert client.post(page, {"login": login_of(desk)})["Location"].startswith("/admin/login/")
    assert is_in(desk)


def test_a_superuser_sees_and_ends_those_of_another_and_it_is_kept_who_did(ann: User) -> None:
    eve = User.objects.create_user("eve", password=RIGHT, is_staff=True)
    eve.groups.add(Group.objects.get(name="Viewer"))
    boss, desk, phone = signed_in(), signed_in("eve"), signed_in("eve", IPHONE)
    assert page_of(eve) in boss.get(f"/admin/auth/user/{eve.pk}/change/").text
    assert sorted(seen(boss.get(page_of(eve)))) == [("Firefox on Windows", False), ("Safari on iPhone", False)]
    boss.post(page_of(eve), {"login": login_of(phone)})
    assert [is_in(boss), is_in(desk), is_in(phone)] == [True, True, False]
    boss.post(page_of(eve), {"others": "yes"})
    assert [is_in(boss), is_in(desk)] == [True, False]
    assert "eve is signed in nowhere" in boss.get(page_of(eve)).text
    assert {(entry.user, entry.object_id) for entry in LogEntry.objects.all()} == {(ann, str(eve.pk))}
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["Ended 1 session."] * 2


@pytest.mark.parametrize("page", [OWN, "/admin/auth/user/{}/signed-in/"])
def test_the_password_is_asked_again_first(ann: User, page: str) -> None:
    desk, phone = signed_in(), signed_in(browser=IPHONE)
    session = desk.session
    session[PASSWORD_SHOWN] = 1
    session.save()
    for ask in (desk.get, desk.post):
        assert ask(page.format(ann.pk), {"others": "yes"})["Location"].startswith("/admin/password-again/")
    assert is_in(phone)


def leave(user: User) -> None:
    User.objects.create_superuser("another")
    User.objects.filter(pk=user.pk).update(is_active=False)


def change_password(user: User) -> None:
    user.set_password("another-horse-8")
    user.save()


def be_idle(_: User) -> None:
    _set_back(SEEN)


def be_a_day_old(_: User) -> None:
    _set_back(BEGUN)


def _set_back(name: str) -> None:
    for row in Session.objects.exclude(user=None).filter(user__username="eve"):
        store = Session.get_session_store_class()(row.session_key)
        store[name] = 1
        store.save()


@pytest.mark.parametrize("end", [leave, change_password, be_idle, be_a_day_old])
def test_a_session_that_opens_nothing_any_more_is_not_shown(ann: User, end: Callable[[User], None]) -> None:
    del ann
    eve = User.objects.create_superuser("eve", password=RIGHT)
    boss, desk = signed_in(), signed_in("eve")
    end(eve)
    assert not is_in(desk)
    assert boss.get(page_of(eve)).context["rows"] == []


def test_who_owes_the_second_factor_is_seen_to_owe_it(ann: User) -> None:
    TOTPDevice.objects.create(user=ann, key=second_factor.new_key(), confirmed=True)
    User.objects.create_superuser("eve", password=RIGHT)
    signed_in()
    assert "waits for the second factor" in signed_in("eve").get(page_of(ann)).text


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_asks_as_often_for_one_as_for_thirty(ann: User, number: int, django_assert_num_queries: Any) -> None:
    for _ in range(number - 1):
        Client().force_login(ann)
    desk = signed_in()
    desk.get(OWN)
    with django_assert_num_queries(4):
        assert len(desk.get(OWN).context["rows"]) == number
