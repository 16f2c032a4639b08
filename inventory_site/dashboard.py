"""The admin's first page: what must be done today, how the catalogue stands, and the last orders."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from backorders.admin.start_page.cards import start_cards
from backorders.admin.start_page.charts import owed_chart
from backorders.models import Order
from catalog.rules.money import amount_text

LAST_ORDERS = 5


@dataclass(frozen=True)
class LastOrder:
    """A line of Last Orders."""

    number: str
    customer: str
    placed_at: datetime
    status: str
    total: str
    link: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add to the context what this member of staff may see; constant number of queries."""
    groups = start_cards(request.user, now=timezone.now())
    sees_orders = request.user.has_perm("backorders.view_order")
    return context | {
        "groups": groups,
        "owed_chart": owed_chart() if sees_orders else None,
        "last_orders": _last_orders() if sees_orders else None,
        "all_orders": reverse("admin:backorders_order_changelist"),
    }


def _last_orders() -> tuple[LastOrder, ...]:
    return tuple(
        LastOrder(
            order.number,
            order.customer_name or order.email,
            order.placed_at,
            order.status_label,
            amount_text(order.total, order.currency),
            reverse("admin:backorders_order_change", args=(order.pk,)),
        )
        for order in Order.objects.all()[:LAST_ORDERS]
    )
