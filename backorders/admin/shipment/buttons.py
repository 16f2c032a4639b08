"""Sales > Shipments > one of them: what its buttons do that lead to no page."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.actions.hand_over import hand_over
from backorders.actions.tracking_number import add_tracking, remove_tracking
from backorders.admin.order_frame import staff
from backorders.forms.tracking_form import TrackingRows
from backorders.models import Shipment
from backorders.rules.tracking_number import Tracking
from backorders.words.handover import marked_words
from backorders.words.tracking_number import GONE, REMOVED, added_words
from catalog.admin.pages import POSTS, AdminPage
from catalog.admin.screen import tell_problems
from catalog.words.refusal import refusals


def back_to_shipment(
    request: HttpRequest, shipment: Shipment, problems: Sequence[str], success: str
) -> HttpResponseRedirect:
    """Say the `problems`, or `success` when there are none, and go back to the page of the shipment."""
    tell_problems(request, problems)
    if not problems:
        messages.success(request, success)
    return HttpResponseRedirect(reverse("admin:backorders_shipment_change", args=(shipment.pk,)))


def mark(request: HttpRequest, shipment: Shipment) -> HttpResponse:
    """Mark the shipment as handed over."""
    with refusals() as problems:
        hand_over(shipment=shipment, by=staff(request), now=timezone.now())
    return back_to_shipment(request, shipment, problems, marked_words([shipment.number]))


def add_numbers(request: HttpRequest, shipment: Shipment) -> tuple[Sequence[str], str]:
    """Add the tracking numbers that were typed; return why not, and what is said when they were. Also of the order's own page."""
    rows = TrackingRows(request.POST)
    if rows.problems:
        return rows.problems, ""
    added: tuple[Tracking, ...] = ()
    with refusals() as problems:
        added = add_tracking(shipment=shipment, numbers=rows.numbers, by=staff(request), now=timezone.now())
    return problems, added_words(len(added))


def add(request: HttpRequest, shipment: Shipment) -> HttpResponse:
    """Add a tracking number."""
    return back_to_shipment(request, shipment, *add_numbers(request, shipment))


def remove(request: HttpRequest, shipment: Shipment, number: int) -> HttpResponse:
    """Remove a tracking number."""
    was_there = remove_tracking(shipment=shipment, number=number, by=staff(request), now=timezone.now())
    return back_to_shipment(request, shipment, (), REMOVED if was_there else GONE)


SHIPMENT_BUTTONS = (
    AdminPage("<int:pk>/hand-over/", "backorders_shipment_hand_over", mark, permission="ship", methods=POSTS),
    AdminPage("<int:pk>/tracking/", "backorders_shipment_tracking", add, permission="ship", methods=POSTS),
    AdminPage(
        "<int:pk>/tracking/<int:number>/remove/",
        "backorders_shipment_tracking_remove",
        remove,
        permission="ship",
        methods=POSTS,
    ),
)
