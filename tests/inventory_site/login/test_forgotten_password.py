"""A forgotten password: asked for by anybody, mailed to staff alone, once or until it arrives."""

import re
from datetime import timedelta

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

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
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
