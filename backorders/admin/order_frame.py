"""The frame of every page of an order: its address, its permission, its request key.

What the pages of one order share: who may open them, and where they lead.
The key of a page's request: what is sent twice is done once.
The revision of the order that a page shows: what was typed for another one is shown again.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from backorders.models import Order
from catalog.admin.screen import tell_problems

type OrderView = Callable[..., HttpResponse]
# The digits of a bigint.
LONGEST_REVISION = 19


def order_page(site: AdminSite, address: str, name: str, view: OrderView, *, permission: str) -> URLPattern:
    """Return the address of a page of one order: `address` follows the order's id, `view` is called with request and order.

    Who lacks `backorders.<permission>` is refused; an order that does not exist is not found. The page's form carries the
    `revision` that is put beside its context: it was read before all that the page shows, so that it is never newer.
    """

    def page(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(f"backorders.{permission}"):
            raise PermissionDenied
        order = get_object_or_404(Order.objects.select_related("website", "stock"), pk=pk)
        response = view(request, order, **kwargs)
        if isinstance(response, TemplateResponse):
            response.context_data = {**(response.context_data or {}), **_bar(order), "revision": order.revision}
        return response

    return path(f"<int:pk>/{address}", site.admin_view(page), name=f"backorders_order_{name}")


def _bar(order: Order) -> dict[str, Any]:
    """Return what the bar on top is made of: Sales > Orders > the order, without an arrow that would skip the order."""
    return {"opts": order._meta, "object": order, "show_back_button": False}  # noqa: SLF001  public in Django


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


@dataclass(frozen=True)
class RequestKey:
    """`hidden` stands in the page's form; `key` is what the action is told: a key holds for one order only."""

    hidden: str
    key: str


def request_key(request: HttpRequest, order: Order) -> RequestKey:
    """Return the key that came with the form, or a new one for a page that is opened."""
    try:
        hidden = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        hidden = uuid.uuid4()
    return RequestKey(str(hidden), f"{order.pk}:{hidden}")


def shown_revision(request: HttpRequest) -> int | None:
    """Return the revision of the order that the sent page showed, for `revision=`; None when it did not say."""
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST_REVISION else None
