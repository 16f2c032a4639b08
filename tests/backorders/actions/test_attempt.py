"""What leaves the system is tried until it is sent or parked, whatever becomes of the workers."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from payments.core import provider_factory

from backorders.actions.send_again import NotToSend, send_again
from backorders.actions.steps.messages import notify
from backorders.emails.message import Message
from backorders.models import Errand, Notification, Payment
from backorders.models.outbox import OutboxStanding
from backorders.rules.outbox import MAX_TRIES
from backorders.tasks.outbox import drain_outbox
from tests.backorders.outbox import drained, is_done, kept, order_of_a_bag, refund_due

pytestmark = pytest.mark.django_db


class MailServer:
    """Takes mails, or fails as often as it was told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failures = 0
        self.asked = 0
        self.after: Callable[[], None] = lambda: None
        send = EmailMessage.send

        def deliver(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
            self.asked += 1
            if self.asked <= self.failures:
                raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
            count = send(message, *args, **kwargs)
            self.after()
            return count

        monkeypatch.setattr(EmailMessage, "send", deliver)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> MailServer:
    return MailServer(monkeypatch)


def test_a_mail_is_tried_again_until_the_server_takes_it(server: MailServer) -> None:
    server.failures, note = 2, kept()
    for standing in (OutboxStanding.AGAIN, OutboxStanding.AGAIN, OutboxStanding.SENT):
        drained()
        note.refresh_from_db()
        assert note.standing(now=timezone.now()) == standing
        assert note.last_error == ("" if standing is OutboxStanding.SENT else "Connection unexpectedly closed")
    drained()
    assert (server.asked, len(mail.outbox)) == (3, 1)


def test_a_mail_waits_between_its_tries(server: MailServer) -> None:
    server.failures = 1
    kept()
    for _ in range(3):
        drain_outbox(now=timezone.now())
    assert server.asked == 1


def test_a_mail_that_came_twice_has_one_message_id(server: MailServer) -> None:
    note = kept()

    def fail_after_the_server_said_yes() -> None:
        server.after = lambda: None
        raise ConnectionResetError("reset")

    server.after = fail_after_the_server_said_yes
    drained()
    drained()
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second == f"<{note.request_key}@example.org>"


def test_two_mails_have_two_message_ids() -> None:
    order = order_of_a_bag()
    notes = [notify(order=order, occasion=name, message=Message("S", "T", "")) for name in "ab"]
    assert notes[0].request_key != notes[1].request_key


def test_a_mail_that_never_gets_through_is_parked_and_sent_again_by_staff(server: MailServer) -> None:
    server.failures, note = MAX_TRIES, kept()
    for _ in range(MAX_TRIES + 2):
        drained()
    note.refresh_from_db()
    assert (note.standing(now=timezone.now()), server.asked) == (OutboxStanding.PARKED, MAX_TRIES)
    for _ in range(2):
        send_again(row=note, by=None, now=timezone.now())
    drained()
    assert (is_done(note), len(mail.outbox)) == (True, 1)
    assert list(note.order.events.values_list("text", flat=True)) == ['"Subject" is sent again.']  # type: ignore[union-attr]


def test_what_was_sent_or_is_being_sent_is_not_sent_again() -> None:
    note = kept()
    later = timezone.now() + timedelta(minutes=1)
    Notification.objects.update(tries=1, is_begun=True, next_try_at=later)
    with pytest.raises(NotToSend, match="Being sent"):
        send_again(row=note, by=None, now=timezone.now())
    drained()
    with pytest.raises(NotToSend, match="Sent"):
        send_again(row=note, by=None, now=timezone.now())
    assert len(mail.outbox) == 1


def test_one_row_that_breaks_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    refund_due()
    note = Notification.objects.create(key="k", recipient="ada@example.org", subject="S", body_text="T")
    monkeypatch.setattr("backorders.actions.send_refund.locked_due", lambda *_, **__: 1 / 0)
    drained()
    assert is_done(note)


def test_an_errand_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    payment: Payment = order_of_a_bag().payments.get()
    payment.change_status("preauth")
    answers = iter((TimeoutError("timed out"), None))

    def capture(_payment: Payment, amount: Decimal) -> Decimal:
        if (error := next(answers)) is not None:
            raise error
        return amount

    monkeypatch.setattr(provider_factory("card"), "capture", capture)
    drained()
    assert Errand.objects.get(kind="capture").last_error == "timed out"
    drained()
    assert Payment.objects.get().status == "confirmed"


def test_the_worker_sends_what_is_enqueued_and_what_lost_its_task(monkeypatch: pytest.MonkeyPatch) -> None:
    # It would hang up the connection that holds the test's transaction.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    kept()
    DBTaskResult.objects.all().delete()
    notify(order=order_of_a_bag(), occasion="twice", message=Message("Subject", "Text", ""))
    call_command("work", once=True)
    assert (Notification.objects.filter(sent_at=None).count(), len(mail.outbox)) == (0, 2)
