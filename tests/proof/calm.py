"""Waits until nothing is due any more: `python -m tests.proof.calm`. What waits for another try waits no longer.

Hours of the outbox's pauses are skipped: what was tried in vain is due at once, also by the clock of a program that ran ahead, and
what was begun is due as soon as nobody can be at it any more.
"""

import sys
import time
from datetime import datetime, timedelta

import django

if __name__ == "__main__":
    django.setup()

from django.db import connections
from django.db.models import Q
from django.utils import timezone

from backorders.actions.send_refund import PATIENCE as PATIENCE_WITH_OTHERS
from backorders.models import Refund, RefundStatus
from backorders.models.outbox import RetriedRow
from backorders.queries.locks import SENDABLE
from backorders.rules.outbox import claim_ends
from backorders.tasks.outbox import DRAINS
from inventory_site.demo_processes.kept_process import LONGEST_PAUSE
from inventory_site.provider_patience import PATIENCE as PATIENCE_WITH_PROVIDERS

# Somebody else asks about the payment, then the provider is silent. A mail takes less. Who began before that was killed.
LONGEST_TRY = PATIENCE_WITH_OTHERS + timedelta(seconds=sum(PATIENCE_WITH_PROVIDERS))
# Of a worker that was killed last, on a machine that others use.
SECONDS_TO_START = 60
# So long nothing may leave while something is due: a try that will never end, then a worker that has to come back.
SECONDS_STILL = LONGEST_TRY.total_seconds() + LONGEST_PAUSE + SECONDS_TO_START


def left(*, now: datetime) -> dict[str, str]:
    """Return {row: how it stands} of what still has to leave the shop at `now`, and make it due."""
    found = dict[str, str]()
    for model in DRAINS:
        if issubclass(model, RetriedRow):
            rows = model._default_manager.filter(sent_at=None, next_try_at__isnull=False)  # noqa: SLF001  Django's API
            found |= {f"{model.__name__} {row.pk}": f"{row.tries} tries, {row.last_error}" for row in rows}
            rests = Q(is_begun=False) | Q(next_try_at__lt=claim_ends(now=now - LONGEST_TRY))
            rows.filter(rests, next_try_at__gt=now).update(next_try_at=now)
    refunds = Refund.objects.filter(status__in=SENDABLE, next_try_at__isnull=False)
    found |= {f"Refund {row.pk}": f"{row.status}, {row.tries} tries, {row.message}" for row in refunds}
    # One that nobody has begun yet has only the time at which it was asked for.
    rests = Q(status=RefundStatus.REQUESTED) | Q(begun_at__lt=now - LONGEST_TRY)
    refunds.filter(rests, next_try_at__gt=now).update(next_try_at=now)
    return found


def main() -> None:
    """Wait; fail when nothing leaves any more though something is due."""
    before, since = dict[str, str](), time.monotonic()
    while found := left(now=timezone.now()):
        if before.keys() - found.keys():
            since = time.monotonic()
        if time.monotonic() - since > SECONDS_STILL:
            sys.exit(f"Nothing left the shop for {SECONDS_STILL:.0f} s: {found}")
        before = found
        time.sleep(1)
    connections.close_all()


if __name__ == "__main__":
    main()
