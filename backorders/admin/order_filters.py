"""Sales > Orders: the filters of the grid, and what is searched."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from backorders.queries.order_grid import owing, paid_as, paid_by, refund_unconfirmed, shippable
from backorders.queries.order_search import is_customer
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import PaymentMethod
from backorders.rules.shipping_choice import ShippingChoice
from backorders.words.shipping_choice import KEPT
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, NumberFilter, TextFilter
from catalog.models import Website

type Rows = QuerySet[Any]
YES_OR_NO = (("1", "Yes"), ("0", "No"))
PAID = (("paid", "Paid in full"), ("part", "Paid in part"), ("none", "Not paid"))


def website_choices() -> Iterable[tuple[str, str]]:
    """Return the websites, by id."""
    return [(str(pk), name) for pk, name in Website.objects.order_by("name", "pk").values_list("pk", "name")]


def _customer(rows: Rows, typed: str, _request: HttpRequest) -> Rows:
    return rows.filter(is_customer(typed))


def _owed(rows: Rows, chosen: str, _request: HttpRequest) -> Rows:
    return rows.filter(owing()) if chosen == "1" else rows.exclude(owing())


def _ships(rows: Rows, chosen: str, _request: HttpRequest) -> Rows:
    return rows.filter(shippable()) if chosen == "1" else rows.exclude(shippable())


FILTERS = (
    ChoiceFilter(
        "status", "Status", "status", choices=[(each.value, each.label) for each in OrderStatus], was="status__exact"
    ),
    DateFilter("placed", "Purchase Date", "placed_at"),
    NumberFilter("total", "Grand Total", "total"),
    TextFilter("customer", "Customer (name or e-mail)", narrow=_customer),
    ChoiceFilter("owed", "Owed now", narrow=_owed, choices=YES_OR_NO, every="All"),
    ChoiceFilter("ships", "Can ship now", narrow=_ships, choices=YES_OR_NO, every="All"),
    ChoiceFilter(
        "shipping",
        "Shipping",
        narrow=lambda rows, chosen, _: rows.filter(ships_complete=ShippingChoice(chosen).ships_complete),
        choices=[(each.value, words) for each, words in KEPT.items()],
    ),
    ChoiceFilter("paid", "Payment", narrow=lambda rows, state, _: rows.filter(paid_as(state)), choices=PAID),
    ChoiceFilter(
        "method",
        "Payment Method",
        narrow=lambda rows, method, _: rows.filter(paid_by(method)),
        choices=[(each.value, each.label) for each in PaymentMethod],
    ),
    ChoiceFilter("website", "Purchase Point", "website", choices=website_choices, was="website__id__exact"),
    ChoiceFilter(
        "refund",
        "Refund",
        narrow=lambda rows, _chosen, _: rows.filter(refund_unconfirmed(now=timezone.now())),
        choices=(("unconfirmed", "Not confirmed"),),
    ),
    TextFilter("city", "Ship-to City", "city"),
)


def as_searched(typed: str) -> str:
    """Return what was typed without the mark before a number: #39 is 39."""
    return re.sub(r"(?<!\S)#(?=\d)", "", typed)
