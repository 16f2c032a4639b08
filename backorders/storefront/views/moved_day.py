"""A promised day has moved; the shopper answers that he waits, or cancels. Links of mails, which programs open, change nothing."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backorders.actions.tell_moved_days import keep_moved_day
from backorders.models import MovedDay, Order
from backorders.queries.moved_day import last_moved
from backorders.queries.order_lines import confirmed_lines
from backorders.queries.queue import told_now
from backorders.storefront.views.order import asked_order, enter_shop_of, shop_configuration
from backorders.words.moved_day import KEPT, NOTHING_WAITS
from catalog.rules.in_force import Configuration
from catalog.storefront.once_in_shop import once_in_shop
from catalog.words.moved_day import IN_STOCK, day_or_none, day_or_stock
from catalog.words.refusal import refusals


@once_in_shop()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def moved_day(request: HttpRequest, checkout: uuid.UUID, line: int) -> HttpResponse:
    """Show a line whose day has moved, with what can be done; POST says that its shopper waits."""
    order = asked_order(checkout)
    enter_shop_of(request, order)
    back = redirect("storefront:confirmation", checkout=checkout)
    if request.method == "POST":
        with refusals() as problems:
            keep_moved_day(order=order, line_id=line, now=timezone.now())
            messages.success(request, KEPT)
        if problems:
            messages.error(request, " ".join(problems))
        return back
    found = last_moved(order, line)
    if found is None:
        messages.info(request, NOTHING_WAITS)
        return back
    context = {
        "number": order.number,
        "checkout": order.checkout,
        "name": found.line.name,
        "was": day_or_stock(found.was),
        "day": _now(order, found, shop_configuration(request, order), today=timezone.localdate()),
        "is_kept": found.kept_at is not None,
        "cancel": f"{reverse('storefront:cancel_items', kwargs={'checkout': checkout})}?line={line}",
    }
    return render(request, "storefront/moved_day.html", context)


def _now(order: Order, moved: MovedDay, configuration: Configuration, *, today: date) -> str:
    """Return when the units come as it stands now: it may have moved again, or they are there."""
    rows = list(order.lines.select_related("product"))
    told = told_now(order, confirmed_lines(order, rows, configuration), rows, configuration, today=today)
    found = told.get(moved.line_id)
    return IN_STOCK if found is None or not found.owed else day_or_none(found.told.day)
