"""Waits until nothing is due any more: `python -m tests.proof.calm SECONDS`. What waits for another try waits no longer.

Hours of the outbox's pauses are skipped: a row whose worker was killed, or whose provider was silent, is due at once.
"""

import sys
import time
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()

from django.db import connections
from django.utils import timezone

from backorders.models import Errand, Notification, Refund
from backorders.queries.locks import SENDABLE

# Longer than a provider is waited for: who is still at it then was killed.
SECONDS_AT_IT = 12


def left() -> list[str]:
    """Return the rows that still have to leave the shop, and make them due."""
    now = timezone.now()
    found: list[str] = []
    for model in (Notification, Errand):
        rows = model.objects.filter(sent_at=None, next_try_at__isnull=False)
        found += [f"{model.__name__} {row.pk}: {row.tries} tries, {row.last_error}" for row in rows]
        rows.filter(is_begun=False, next_try_at__gt=now).update(next_try_at=now)
    refunds = Refund.objects.filter(status__in=SENDABLE, next_try_at__isnull=False)
    found += [f"Refund {row.pk}: {row.status}, {row.tries} tries, {row.message}" for row in refunds]
    refunds.filter(begun_at__lt=now - timedelta(seconds=SECONDS_AT_IT), next_try_at__gt=now).update(next_try_at=now)
    return found


def main(seconds: str) -> None:
    """Wait; fail when something is left after so many seconds."""
    deadline = time.monotonic() + float(seconds)
    is_freed = False
    while found := left():
        if not is_freed and time.monotonic() > deadline - float(seconds) + SECONDS_AT_IT:
            # Whoever had begun was killed.
            for model in (Notification, Errand):
                model.objects.filter(sent_at=None, is_begun=True).update(next_try_at=timezone.now())
            is_freed = True
        if time.monotonic() > deadline:
            sys.exit(f"Not out of the shop within {seconds} s: {found}")
        time.sleep(1)
    connections.close_all()


if __name__ == "__main__":
    main(*sys.argv[1:])
