"""Six faults, each in the shop's code or database and never in the checker: what the shop's own rules and locks keep out.

`python -m tests.proof.planted_faults NAME` plants one of those of the database; those of the code are planted in each process.
"""

import sys
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from types import FunctionType

import django

if __name__ == "__main__":
    django.setup()

from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from payments.core import provider_factory

from backorders.actions import send_refund
from backorders.actions.steps import messages
from backorders.emails.message import Message, message_id
from backorders.models import Notification, Order, Refund
from backorders.queries import locks
from catalog.actions import posted_form
from catalog.actions.posted_form import Use
from catalog.models import UsedKey

# Where two meet who would wait for each other: a number that nobody else locks, and for how long.
MEETING, SECONDS_TO_MEET = 20_250, 0.2


def _unlocked_order(pk: int) -> Order:
    """Return the order without its lock: two actions on it read the same lines, and both write."""
    _meet_another(pk)
    return Order.objects.get(pk=pk)


def _meet_another(pk: int) -> None:
    """Wait a moment for somebody else at the same order: where the lock would part the two, its removal lets them go on at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [MEETING, pk])
        until = time.monotonic() + SECONDS_TO_MEET
        while time.monotonic() < until:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s",
                [MEETING, pk],
            )
            if cursor.fetchone()[0] > 1:
                return
            time.sleep(0.01)


def _used_again(key: str, *, path: str = "", body: str = "", by: User | None = None, now: datetime) -> Use:
    """Take each use of a key for its first."""
    row, _ = UsedKey.objects.get_or_create(key=key, defaults={"path": path, "body": body, "by": by, "at": now})
    return Use(row, True)


def _message_sent_at_once(*, key: str, recipient: str, message: Message, order: Order | None = None) -> Notification:
    """Keep the message, and send it in the transaction that decides it."""
    about = {"recipient": recipient, "subject": message.subject, "body_text": message.text, "order": order}
    notification, is_new = Notification.objects.get_or_create(key=key, defaults=about)
    if is_new:
        headers = {"Message-ID": message_id(notification.request_key)}
        EmailMultiAlternatives(message.subject, message.text, to=[recipient], headers=headers).send()
    return notification


_send_once = send_refund._send  # noqa: SLF001  what is planted stands in its place


def _refund_sent_twice(refund: Refund, clock: Callable[[], datetime]) -> None:
    """Ask the provider once more, under another key."""
    payment = refund.payment
    payment.asked_refund, payment.request_key = refund.pk, str(uuid.uuid4())
    provider_factory(payment.variant, payment).refund(payment, refund.amount)
    _send_once(refund, clock)


def _in_place_of(there: Callable[..., object], planted: Callable[..., object]) -> Callable[[], None]:
    """Return what puts the body of `planted` in the place of `there`, for everybody who has imported it already."""

    def plant() -> None:
        assert isinstance(there, FunctionType)
        assert isinstance(planted, FunctionType)
        # Its names are looked up where the other one stands.
        there.__globals__.update(
            {name: planted.__globals__[name] for name in planted.__code__.co_names if name in globals()}
        )
        there.__code__ = planted.__code__

    return plant


def _plant_refund() -> None:
    send_refund._send = _refund_sent_twice  # noqa: SLF001  as above


def _check_before_lock() -> None:
    """The guard counts, and leaves the question whether there are enough to the rule, which was asked before the lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger WHERE tgrelid = 'catalog_reservation'::regclass"
            " AND pg_get_functiondef(tgfoid) LIKE '%free + NEW.quantity >= NEW.floor%'"
        )
        (text,) = cursor.fetchone()
        cursor.execute(text.replace("free + NEW.quantity >= NEW.floor", "TRUE").replace("%", "%%"), [])


def _skip_trigger() -> None:
    """Shelves change, and nobody sums their levels."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalog_sourceitem DISABLE TRIGGER USER")


# In each process of the shop, and once in its database.
IN_CODE: Mapping[str, Callable[[], None]] = {
    "lock-removed": _in_place_of(locks.locked_order, _unlocked_order),
    "key-ignored": _in_place_of(posted_form.use_key, _used_again),
    "mail-before-commit": _in_place_of(messages.keep_message, _message_sent_at_once),
    "refund-sent-twice": _plant_refund,
}
IN_DATABASE: Mapping[str, Callable[[], None]] = {
    "check-before-lock": _check_before_lock,
    "trigger-skipped": _skip_trigger,
}


def plant_in_code(name: str) -> None:
    """Change the code of this process, when the fault is one of code."""
    IN_CODE.get(name, lambda: None)()


def plant_in_database(name: str) -> None:
    """Change the database, when the fault is one of it."""
    IN_DATABASE.get(name, lambda: None)()


if __name__ == "__main__":
    plant_in_database(sys.argv[1])
