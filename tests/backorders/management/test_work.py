"""The background worker ends soon after it was asked to: what it sends it sends to its end, and nothing else."""

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from backorders.actions.steps.messages import notify
from backorders.emails.message import Message
from backorders.models import Notification
from tests.backorders.outbox import order_of_a_bag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_signals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the test run its signals back, and keep the connection that holds the test's transaction."""
    for module in ("django_tasks_db.management.commands.db_worker", "backorders.management.repeat"):
        monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("is_enqueued", [True, False])
def test_a_worker_that_is_asked_to_end_begins_no_other_message(
    monkeypatch: pytest.MonkeyPatch, *, is_enqueued: bool
) -> None:
    order = order_of_a_bag()
    for occasion in "abc":
        notify(order=order, occasion=occasion, message=Message("Subject", "Text", ""))
    if not is_enqueued:
        # What lost its task is found in its table.
        DBTaskResult.objects.all().delete()
    send = EmailMessage.send

    def asked_to_end(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        return send(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", asked_to_end)
    call_command("work", every=60)
    assert (len(mail.outbox), Notification.objects.filter(sent_at=None).count()) == (1, 2)
