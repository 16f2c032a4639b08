"""Delete what grows by itself, and what nobody comes back for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django_tasks_db.models import DBTaskResult

from backorders.models import Cart, Order
from backorders.rules.order_status import OrderStatus
from catalog.actions.delete_in_batches import delete_in_batches
from catalog.actions.forget_used_keys import forget_used_keys
from catalog.actions.keep_form import forget_kept_forms

RESULTS_KEPT = timedelta(days=14)


@dataclass(frozen=True)
class Pruned:
    """How many rows of each kind were deleted."""

    carts: int
    sessions: int
    results: int
    keys: int
    forms: int


def prune(*, now: datetime, cart_lifetime: timedelta) -> Pruned:
    """Delete carts that nobody touched for `cart_lifetime`, expired sessions, results of tasks, keys and kept forms.

    A cart whose order waits for its payment stays, so that it can be filled again from it. Orders, messages and what is still to be
    done are never touched. Safe to repeat, and beside others.
    """
    unpaid = Order.objects.filter(checkout=OuterRef("token"), status=OrderStatus.PENDING_PAYMENT)
    return Pruned(
        carts=delete_in_batches(rows=Cart.objects.filter(~Exists(unpaid), touched_at__lt=now - cart_lifetime)),
        sessions=delete_in_batches(rows=Session.objects.filter(expire_date__lt=now)),
        results=delete_in_batches(rows=DBTaskResult.objects.finished().filter(finished_at__lt=now - RESULTS_KEPT)),
        keys=forget_used_keys(now=now),
        forms=forget_kept_forms(now=now),
    )
