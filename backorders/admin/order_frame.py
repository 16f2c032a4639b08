"""What the pages of one order share: who is at work, where they lead, and the key that lets a request count once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from backorders.models import Order
from catalog.admin.screen import tell_problems
from catalog.forms.hidden_fields import kept_key
from catalog.forms.once import is_first
from catalog.words.refusal import refusals

# Of many refusals the first are told; the rows themselves tell the others.
TOLD = 5

NO_ORDER = "There is no such order."


def staff(request: HttpRequest) -> User | None:
    """Return who is at work, for `by=`."""
    return request.user if isinstance(request.user, User) else None


def back_to(order: Order) -> HttpResponseRedirect:
    """Go back to the order view."""
    return HttpResponseRedirect(reverse("admin:backorders_order_change", args=(order.pk,)))


def said(
    request: HttpRequest, order: Order, problems: Sequence[str], success: str, *, failed: str = ""
) -> HttpResponseRedirect:
    """Say the `problems`, each after what `failed`, or `success` when there are none, and go back to the order view."""
    tell_problems(request, problems, failed=failed)
    if not problems:
        messages.success(request, success)
    return back_to(order)


def each_in_turn(
    request: HttpRequest, selected: QuerySet[Any], act: Callable[[Any], object], *, noun: str, done: str
) -> None:
    """Do `act` to each row that was selected, in a transaction of its own, and say how many were `done` and why others were not."""
    refused = []
    rows = list(
        selected.model.objects.filter(pk__in=list(selected.order_by().values_list("pk", flat=True))).order_by("pk")
    )
    for row in rows:
        with refusals() as problems, transaction.atomic():
            if is_first(request, row.pk):
                act(row)
        if problems:
            refused.append(f"#{row.number}: {' '.join(problems)}")
    if count := len(rows) - len(refused):
        messages.success(request, f"{count} {noun}{'s were' if count > 1 else ' was'} {done}.")
    for told in refused[:TOLD]:
        messages.error(request, told)
    if len(refused) > TOLD:
        messages.error(request, f"{len(refused) - TOLD} more {noun}s were not {done}.")


@dataclass(frozen=True)
class RequestKey:
    """`hidden` stands in the page's form; `key` is what the action is told: a key holds for one order only."""

    hidden: str
    key: str


def request_key(request: HttpRequest, order: Order) -> RequestKey:
    """Return the key that came with the form, or a new one for a page that is opened."""
    hidden = kept_key(request)
    return RequestKey(str(hidden), f"{order.pk}:{hidden}")
