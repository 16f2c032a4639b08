"""Rows of every kind that leave the system, and the time that passes between their tries."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import place_order
from backorders.actions.steps.messages import notify, put_in_words
from backorders.actions.steps.payments import keep_errand
from backorders.emails.message import Message
from backorders.models import Errand, ErrandKind, Notification, Order, Refund
from backorders.models.outbox import OutboxRow
from backorders.queries.locks import locked_order
from backorders.tasks.outbox import DRAINS, drain_outbox
from catalog.models import Website
from inventory_site.login.forgotten_password import ask_for_mail
from inventory_site.models import AccountMail, PasswordMail
from inventory_site.shoppers.account_mail import ask_for_account_mail
from inventory_site.shoppers.rules import Asked
from tests.factories.catalog import product_with_stock


def order_of_a_bag() -> Order:
    bag = product_with_stock(quantity=9, price=Decimal("34.00"))
    return place_order(lines={bag: 1}, email="ada@example.org", by=None, now=timezone.now())


def put_all_in_words() -> None:
    """Let the worker find the words of what was decided, as it does before it sends it."""
    for note in Notification.objects.filter(body_text=""):
        put_in_words(note)


def worded(**which: object) -> Notification:
    """Return the one message, or the one of those, in words."""
    put_all_in_words()
    return Notification.objects.get(**which)


def kept() -> Notification:
    return notify(order=order_of_a_bag(), occasion="once", message=Message("Subject", "Text", ""))


def refund_due() -> Refund:
    order = order_of_a_bag()
    order.payments.get().change_status("confirmed")
    Notification.objects.all().delete()
    cancel_order(order=order, by=None, now=timezone.now())
    Notification.objects.all().delete()
    return Refund.objects.get()


def errand_due() -> Errand:
    with transaction.atomic():
        order = locked_order(order_of_a_bag().pk)
        return keep_errand(kind=ErrandKind.CONFIRM_REOPENED, order=order)


def password_mail_due() -> PasswordMail:
    User.objects.create_user("ann", email="ann@example.org", password="correct-horse-7", is_staff=True)
    now = timezone.now()
    mail = ask_for_mail(email="ann@example.org", address="192.0.2.1", domain="shop.test", is_secure=True, now=now)
    assert mail is not None
    return mail


def account_mail_due() -> AccountMail:
    website = Website.objects.get(is_default=True)
    now = timezone.now()
    ask_for_account_mail(email="ada@example.org", asked=Asked.ACCOUNT, website=website, address="192.0.2.1", now=now)
    return AccountMail.objects.get()


DUE: dict[type[OutboxRow], Callable[[], OutboxRow]] = {
    Refund: refund_due,
    Errand: errand_due,
    Notification: kept,
    PasswordMail: password_mail_due,
    AccountMail: account_mail_due,
}


def pass_the_time() -> None:
    """Let the next try of every row come."""
    for model in DRAINS:
        rows = model._default_manager.filter(next_try_at__isnull=False)  # noqa: SLF001  Django's API
        rows.update(next_try_at=timezone.now() - timedelta(seconds=1))


def drained() -> None:
    pass_the_time()
    drain_outbox(now=timezone.now())


def is_done(row: OutboxRow) -> bool:
    row.refresh_from_db()
    return row.sent_at is not None and row.next_try_at is None  # type: ignore[attr-defined]  # each kind has it
