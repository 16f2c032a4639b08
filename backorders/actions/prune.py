"""Delete what grows by itself, and what nobody comes back for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from backorders.actions.steps.messages import ALERTS
from backorders.models import Cart, FailedLookup, Notification, Order, StockAlert
from backorders.rules.order_lookup import COUNTED_FOR
from backorders.rules.order_status import OrderStatus
from backorders.rules.stock_alert import KEPT_TOLD, KEPT_UNCONFIRMED
from catalog.actions.policy_class import forget_policy_classes, keep_bounds_in_force
from catalog.actions.posted_form import delete_in_batches, forget_kept_forms, forget_used_keys
from catalog.actions.search_words import collect_search_words
from catalog.models import ConfigurationValue, Website
from catalog.rules.sales_settings import QUOTE_LIFETIME, days_before

RESULTS_KEPT = timedelta(days=14)


@dataclass(frozen=True)
class Pruned:
    """How many rows of each kind were deleted."""

    carts: int
    sessions: int
    results: int
    keys: int
    forms: int
    classes: int
    alerts: int
    lookups: int


def prune(*, now: datetime) -> Pruned:
    """Delete carts that nobody touched for the Quote Lifetime of their website, old sessions and results, keys and kept forms.

    Where an order came from is forgotten when it waits no longer for its check. What many policy classes come to is kept for lists,
    and the words of names for who types them wrong. A cart whose order waits for its payment stays, so that it can be filled again
    from it. Orders, messages and what is still to be done are never touched, but for sign-ups that nobody confirmed or that were
    told long ago, and their mails. Safe to repeat, and beside others.
    """
    collect_search_words(now=now)
    _forget_networks()
    keep_bounds_in_force()
    sessions = import_string(f"{settings.SESSION_ENGINE}.SessionStore").get_model_class().objects
    return Pruned(
        carts=sum(delete_in_batches(rows=_old_carts(website, now=now)) for website in Website.objects.order_by("pk")),
        sessions=delete_in_batches(rows=sessions.filter(expire_date__lt=now)),
        results=delete_in_batches(rows=DBTaskResult.objects.finished().filter(finished_at__lt=now - RESULTS_KEPT)),
        keys=forget_used_keys(now=now),
        forms=forget_kept_forms(now=now),
        classes=forget_policy_classes(),
        alerts=_forget_alerts(now=now),
        lookups=delete_in_batches(rows=FailedLookup.objects.filter(at__lt=now - COUNTED_FOR)),
    )


def _forget_alerts(*, now: datetime) -> int:
    old = Q(confirmed_at=None, asked_at__lt=now - KEPT_UNCONFIRMED) | Q(told_at__lt=now - KEPT_TOLD)
    mails = Notification.objects.filter(key__startswith=ALERTS, created_at__lt=now - KEPT_TOLD)
    delete_in_batches(rows=mails)
    return delete_in_batches(rows=StockAlert.objects.filter(old))


def _old_carts(website: Website, *, now: datetime) -> QuerySet[Cart]:
    days = ConfigurationValue.objects.in_force(website=website).number(QUOTE_LIFETIME)
    begun = days_before(now, days)
    if begun is None:
        return Cart.objects.none()
    unpaid = Order.objects.filter(checkout=OuterRef("token"), status=OrderStatus.PENDING_PAYMENT)
    return Cart.objects.filter(~Exists(unpaid), website=website, touched_at__lt=begun)


def _forget_networks() -> None:
    """Forget where the orders came from that wait no longer: it was kept to count those that do."""
    waiting = OrderStatus.PENDING_PAYMENT.value
    known = Order.objects.exclude(network="").exclude(Q(status=waiting) | Q(held_from=waiting))
    known.update(network="")
