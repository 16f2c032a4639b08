"""A forgotten password: asked for by anybody, mailed to staff alone, once or until it arrives."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.tasks.outbox import drain_outbox
from inventory_site.login import rules as login_rules
from inventory_site.login.forgotten_password import ask_for_mail, may_ask
from inventory_site.models import PasswordMail, PasswordRequest
from inventory_site.tasks import send_password_mail
from tests.inventory_site.account_form import form

pytestmark = pytest.mark.django_db
LOGIN, USERS = "/admin/login/", "/admin/auth/user/"
RIGHT = "correct-horse-7"


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann", email="ann@example.org", password=RIGHT)


def asked_by(email: str) -> PasswordMail:
    asked = ask_for_mail(
        email=email, address="192.0.2.1", domain="shop.example.org", is_secure=True, now=timezone.now()
    )
    assert asked is not None
    return asked


def test_a_password_mail_that_is_refused_is_tried_again_under_its_name(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    del ann
    asked, names = asked_by("ann@example.org"), []

    def refuse(message: EmailMessage, *_: object, **__: object) -> int:
        names.append(message.extra_headers["Message-ID"])
        raise ConnectionRefusedError("The mail server is away.")

    with monkeypatch.context() as away:
        away.setattr(EmailMessage, "send", refuse)
        drain_outbox(now=timezone.now())
    asked.refresh_from_db()
    assert (asked.sent_at, asked.tries, asked.last_error) == (None, 1, "The mail server is away.")
    PasswordMail.objects.update(next_try_at=timezone.now())
    drain_outbox(now=timezone.now())
    (sent,) = mail.outbox
    assert [sent.extra_headers["Message-ID"]] == names


def test_password_mails_that_were_sent_are_forgotten_with_the_next(ann: User) -> None:
    del ann
    send_password_mail.call(asked_by("ann@example.org").pk)
    PasswordMail.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    PasswordRequest.objects.all().delete()
    later = asked_by("ann@example.org")
    assert list(PasswordMail.objects.all()) == [later]


def test_forgotten_password_is_mailed_and_chosen_once(ann: User, client: Client) -> None:
    assert reverse("admin:admin_password_reset") in client.get(LOGIN).text
    send_password_mail.call(asked_by("Ann@example.org").pk)
    (sent,) = mail.outbox
    found = re.search(r"https://shop\.example\.org(/admin/\S+)", str(sent.body))
    assert found is not None
    page = client.get(found[1], follow=True)
    address = page.redirect_chain[-1][0]
    new = {"new_password1": "another-horse-8", "new_password2": "another-horse-8"}
    assert client.post(address, new).status_code == 302
    assert "was used before" in Client().get(found[1], follow=True).text
    ann.refresh_from_db()
    assert ann.check_password("another-horse-8")


@pytest.mark.parametrize("email", ["ann@example.org", "nobody@example.org"])
def test_who_asks_for_a_password_is_told_the_same(ann: User, client: Client, email: str) -> None:
    del ann
    for _ in range(5):
        answer = client.post("/admin/password-reset/", {"email": email}, follow=True)
        assert answer.redirect_chain == [("/admin/password-reset/asked/", 302)]
    assert PasswordRequest.objects.count() == login_rules.MOST_MAILS_FOR_ONE_ACCOUNT


def test_mails_are_counted_by_account_and_address_and_forgotten_after_an_hour() -> None:
    now = timezone.now()
    asked = [may_ask(account=f"{n}@example.org", address="192.0.2.1", now=now) for n in range(21)]
    assert asked == [True] * 20 + [False]
    assert may_ask(account="0@EXAMPLE.org", address="192.0.2.2", now=now)
    later = now + timedelta(hours=1, seconds=1)
    assert may_ask(account="0@example.org", address="192.0.2.1", now=later)
    assert PasswordRequest.objects.count() == 1


def test_nobody_but_staff_gets_a_password_mail() -> None:
    User.objects.create_user("bob", email="bob@example.org", password=RIGHT)
    User.objects.create_user("cat", email="cat@example.org", password=RIGHT, is_staff=True, is_active=False)
    for email in ("bob@example.org", "cat@example.org", "nobody@example.org"):
        send_password_mail.call(asked_by(email).pk)
    assert mail.outbox == []


def new_account(client: Client, **typed: str) -> Any:
    filled = {"username": "eve", "email": "eve@example.org", "is_staff": "on", **typed}
    return client.post(f"{USERS}add/", {name: value for name, value in filled.items() if value})


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://testserver(/admin/password-reset/\S+/\S+/)", str(message.body))
    assert found is not None
    return found[1]


def choose(link: str, password: str) -> int:
    client = Client()
    page = client.get(link, follow=True)
    new = {"new_password1": password, "new_password2": password}
    return client.post(page.redirect_chain[-1][0], new).status_code


def test_a_new_member_of_staff_chooses_the_first_password_and_nobody_else_knows_it(admin_client: Client) -> None:
    assert "password1" not in admin_client.get(f"{USERS}add/").text
    assert "on its way to eve@example.org" in admin_client.get(new_account(admin_client)["Location"]).text
    eve = User.objects.get(username="eve")
    assert (eve.is_staff, eve.is_superuser, eve.has_usable_password()) == (True, False, False)
    drain_outbox(now=timezone.now())
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["eve@example.org"], "Your account for Salable")
    assert choose(link_in(sent), "another-horse-8") == 302
    eve.refresh_from_db()
    assert eve.check_password("another-horse-8")


def test_a_first_link_that_was_missed_is_asked_for_at_the_door(admin_client: Client) -> None:
    new_account(admin_client)
    PasswordMail.objects.all().delete()
    send_password_mail.call(asked_by("eve@example.org").pk)
    assert [message.to for message in mail.outbox] == [["eve@example.org"]]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "ANN@example.org"}, "email"),
        ({"email": "no address"}, "email"),
        ({"username": "ANN"}, "username"),
    ],
)
def test_an_account_that_cannot_be_mailed_for_itself_is_not_made(
    ann: User, admin_client: Client, typed: dict[str, str], field: str
) -> None:
    refused = new_account(admin_client, **typed)
    assert refused.status_code == 200
    assert list(refused.context["adminform"].form.errors) == [field]
    assert User.objects.filter(email__iexact="ann@example.org").get() == ann
    assert not PasswordMail.objects.exists()


def test_who_is_no_staff_gets_no_mail_until_he_is(admin_client: Client) -> None:
    new_account(admin_client, is_staff="")
    eve = User.objects.get(username="eve")
    assert (eve.is_staff, PasswordMail.objects.exists()) == (False, False)
    for _ in range(2):
        assert form(admin_client, eve, is_staff="on").status_code == 302
    assert PasswordMail.objects.get().is_first


def test_nobody_types_the_password_of_another_and_the_old_one_ends(ann: User, admin_client: Client) -> None:
    desk = Client()
    desk.force_login(ann)
    page = admin_client.get(f"{USERS}{ann.pk}/password/")
    assert "ann@example.org" in page.text
    assert "password1" not in page.text
    admin_client.post(f"{USERS}{ann.pk}/password/", {"password1": "typed-by-me-9", "password2": "typed-by-me-9"})
    ann.refresh_from_db()
    assert [ann.check_password(each) for each in ("typed-by-me-9", RIGHT)] == [False, False]
    assert desk.get("/admin/").status_code == 302
    drain_outbox(now=timezone.now())
    assert choose(link_in(mail.outbox[0]), "another-horse-8") == 302
    assert admin_client.post(f"{USERS}999999/password/").status_code == 403


@pytest.mark.parametrize(
    ("spoiled", "why"),
    [
        ({"email": ""}, "no email address"),
        ({"is_active": False}, "is inactive"),
        ({"is_staff": False}, "not one of staff"),
    ],
)
def test_who_cannot_be_mailed_keeps_the_old_password(
    ann: User, admin_client: Client, spoiled: dict[str, Any], why: str
) -> None:
    User.objects.filter(pk=ann.pk).update(**spoiled)
    page = admin_client.get(f"{USERS}{ann.pk}/password/").text
    assert (why in page, "Mail the link" in page) == (True, False)
    said = admin_client.post(f"{USERS}{ann.pk}/password/", follow=True)
    assert why in said.text
    ann.refresh_from_db()
    assert (ann.check_password(RIGHT), PasswordMail.objects.exists()) == (True, False)


def test_ones_own_password_is_changed_with_the_old_one(ann: User, client: Client) -> None:
    client.force_login(ann)
    for ask in (client.get, client.post):
        assert ask(f"{USERS}{ann.pk}/password/")["Location"] == "/admin/password_change/"
    ann.refresh_from_db()
    assert ann.check_password(RIGHT)
