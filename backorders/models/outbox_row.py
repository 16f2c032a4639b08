"""What leaves the system: rows of the transaction that decided it, tried after its commit until they are sent or parked."""

import uuid
from datetime import datetime
from enum import StrEnum

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backorders.rules.outbox import MAX_TRIES, UNFINISHED

LONGEST_ERROR = 255


class OutboxRow(models.Model):
    """One thing to send. Every kind of it is drained by `tasks.drain_outbox`.

    `next_try_at`: when it is due, or, while it is tried, when others may take it up; None: done, or people decide. `request_key`
    names it to whoever is told, the same at each try: told twice under one name, it counts once.
    """

    request_key = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Standing(StrEnum):
    """How far a row has come."""

    SENT = "Sent"
    WAITING = "Waiting"
    SENDING = "Being sent"
    AGAIN = "Trying again"
    PARKED = "Parked"


class RetriedRow(OutboxRow):
    """One that may be sent more than once without harm. `last_error` says how the last try went, empty when it went well."""

    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=LONGEST_ERROR, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    def standing(self, *, now: datetime) -> Standing:
        """Return how far it has come."""
        if self.sent_at is not None:
            return Standing.SENT
        if self.next_try_at is None:
            return Standing.PARKED
        if self.tries == 0:
            return Standing.WAITING
        is_claimed = self.last_error == UNFINISHED and self.next_try_at > now
        return Standing.SENDING if is_claimed else Standing.AGAIN


def next_try_default() -> datetime:
    """Return when a new row is due: at once."""
    return timezone.now()


def is_sent_or_has_a_try(name: str) -> models.CheckConstraint:
    """Return the constraint that no unsent row is forgotten: it has a time for its next try, or was tried and is parked."""
    return models.CheckConstraint(
        condition=Q(sent_at__isnull=False) | Q(next_try_at__isnull=False) | Q(tries__gte=MAX_TRIES), name=name
    )
