"""What has to leave the system: rows of the transaction that decided it, tried after its commit until they are sent or parked."""

import uuid
from datetime import datetime
from enum import StrEnum

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backorders.models.order import Order
from backorders.models.payment import Payment
from backorders.rules.outbox import LONGEST_ERROR, MAX_TRIES
from catalog.models import LowStockNotice


class OutboxRow(models.Model):
    """One thing to send. Every kind of it is drained by `tasks.outbox`.

    `next_try_at`: when it is due, or, while it is tried, when others may take it up; None: done, or people decide. `request_key`
    names it to whoever is told, the same at each try: told twice under one name, it counts once.
    """

    request_key = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class OutboxStanding(StrEnum):
    """How far a row has come."""

    SENT = "Sent"
    WITHDRAWN = "Withdrawn"
    WAITING = "Waiting"
    SENDING = "Being sent"
    AGAIN = "Trying again"
    PARKED = "Parked"


class RetriedRow(OutboxRow):
    """One that may be sent more than once without harm. `last_error` says how the last try went, empty when it went well.

    `is_begun`: a try has begun and not ended; its worker is at it, or was ended itself.
    """

    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=LONGEST_ERROR, blank=True, default="", db_default="")
    is_begun = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    def standing(self, *, now: datetime) -> OutboxStanding:
        """Return how far it has come."""
        if self.sent_at is not None:
            return OutboxStanding.SENT
        if self.next_try_at is None:
            return OutboxStanding.PARKED
        if self.tries == 0:
            return OutboxStanding.WAITING
        is_claimed = self.is_begun and self.next_try_at > now
        return OutboxStanding.SENDING if is_claimed else OutboxStanding.AGAIN


def next_try_default() -> datetime:
    """Return when a new row is due: at once."""
    return timezone.now()


def is_sent_or_has_a_try(name: str, *, unless: Q | None = None) -> models.CheckConstraint:
    """Return the constraint that no unsent row is forgotten: it has a time for its next try, or was tried and is parked.

    `unless` is what else lets it lie.
    """
    known = Q(sent_at__isnull=False) | Q(next_try_at__isnull=False) | Q(tries__gte=MAX_TRIES)
    return models.CheckConstraint(condition=known if unless is None else known | unless, name=name)


class ErrandKind(models.TextChoices):
    """What is to be done."""

    CAPTURE = "capture", "Collect authorised money"
    WITHDRAW = "withdraw", "Close the payment page"
    RELEASE = "release", "Let authorised money go"
    CONFIRM_REOPENED = "confirm_reopened", "Confirm the reopened order"


class Errand(RetriedRow):
    """One errand about an order, done by the worker. Each kind looks first whether there is still anything to do."""

    kind = models.CharField(max_length=20, choices=ErrandKind)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="errands")
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, null=True, related_name="errands")
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(null=True, blank=True, default=next_try_default)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "errand"
        constraints = (
            is_sent_or_has_a_try("errand_not_forgotten"),
            models.CheckConstraint(condition=Q(kind__in=ErrandKind.values), name="errand_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ErrandKind.CONFIRM_REOPENED, payment=None)
                | ~Q(kind=ErrandKind.CONFIRM_REOPENED) & Q(payment__isnull=False),
                name="errand_names_its_payment",
            ),
        )
        indexes = (models.Index(fields=("next_try_at",), condition=Q(next_try_at__isnull=False), name="errand_due"),)

    def __str__(self) -> str:
        return f"{ErrandKind(self.kind).label}: {self.order}"


class Notification(RetriedRow):
    """One e-mail: written when it is decided, sent by the worker. `key` names the occasion, so that it is written once.

    The confirmation of an order is put into words by the worker: `facts` hold what it tells of, as it was when it was decided.

    Sent at least once: a worker that is killed after the mail server has taken it sends it again, with the same Message-ID
    (`request_key`), by which the receiver drops it.
    """

    key = models.CharField(max_length=100, unique=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, null=True, related_name="notifications")
    recipient = models.EmailField()
    subject = models.CharField(max_length=255)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    facts = models.JSONField(null=True, editable=False)
    # Where one click ends messages of this kind (RFC 8058); empty where they are about an order.
    unsubscribe_url = models.URLField(max_length=500, blank=True, default="", db_default="", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(null=True, blank=True, default=next_try_default)
    # What it tells of is not so any more. It is not tried again; a try that is under way may still get through.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "message"
        constraints = (
            is_sent_or_has_a_try("notification_not_forgotten", unless=Q(withdrawn_at__isnull=False)),
            models.CheckConstraint(
                condition=Q(facts__isnull=False) | ~Q(body_text=""), name="notification_has_words_or_facts"
            ),
        )
        indexes = (
            models.Index(fields=("next_try_at",), condition=Q(next_try_at__isnull=False), name="notification_due"),
        )

    def __str__(self) -> str:
        return f"{self.subject} to {self.recipient}"

    def standing(self, *, now: datetime) -> OutboxStanding:
        """Return how far it has come."""
        is_withdrawn = self.withdrawn_at is not None and self.sent_at is None
        return OutboxStanding.WITHDRAWN if is_withdrawn else super().standing(now=now)

    @property
    def is_in_words(self) -> bool:
        """Whether its text is there: the worker finds words for what only has `facts`."""
        return bool(self.body_text)


class LowStockTelling(models.Model):
    """One notice to one recipient, once. `notification` is the message that told it, None before `due_at` has come."""

    notice = models.ForeignKey(LowStockNotice, on_delete=models.DB_CASCADE, related_name="tellings")
    recipient = models.EmailField()
    due_at = models.DateTimeField()
    notification = models.ForeignKey(
        Notification, on_delete=models.DO_NOTHING, null=True, related_name="low_stock_tellings"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "recipient"), name="low_stock_told_once"),)
        indexes = (models.Index(fields=("due_at",), condition=models.Q(notification=None), name="low_stock_untold"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.recipient}: notice {self.notice_id}"
