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
from backorders.rules.cancellation import cancelable, why_not_canceled
from backorders.rules.moved_day import StandsNow, stands_now
from backorders.rules.order_status import OrderStatus
from backorders.storefront.shop_frame import signed_in_staff
from backorders.storefront.views.order import asked_order, enter_shop_of, shop_configuration
from backorders.words.moved_day import KEPT, NOTHING_WAITS, WAITS, WE_KEEP, stands_heading, stands_in_words
from catalog.models.fields import is_id
from catalog.queries.history import staff_name
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import ZERO
from catalog.storefront.once_in_shop import once_in_shop
from catalog.words.refusal import refusals


@once_in_shop()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def moved_day(request: HttpRequest, checkout: uuid.UUID, line: int) -> HttpResponse:
    """Show a line whose day has moved, with what can be done; POST says that its shopper waits."""
    order = asked_order(checkout)
    enter_shop_of(request, order)
    if request.method == "POST":
        return _kept(request, order, line)
    found = last_moved(order, line)
    if found is None:
        messages.info(request, NOTHING_WAITS)
        return redirect("storefront:confirmation", checkout=checkout)
    now, day = _now(order, found, shop_configuration(request, order), today=timezone.localdate())
    kept = found.kept_at is not None
    may_cancel = _may_cancel(order, found)
    context = {
        "number": order.number,
        "checkout": order.checkout,
        "heading": stands_heading(found.line.name, now),
        "says": stands_in_words(now, day, was=found.was),
        "then": WAITS if kept else WE_KEEP if may_cancel else "",
        "shown": "" if kept or now is StandsNow.THERE else found.pk,
        "cancel": f"{reverse('storefront:cancel_items', kwargs={'checkout': checkout})}?line={line}"
        if may_cancel
        else "",
        "staff": staff_name(signed_in_staff(request)),
    }
    return render(request, "storefront/moved_day.html", context)


def _kept(request: HttpRequest, order: Order, line: int) -> HttpResponse:
    """Keep the line for the day that the page told of; of another one it is shown again."""
    posted = request.POST.get("shown", "")
    with refusals() as problems:
        keep_moved_day(
            order=order,
            line_id=line,
            shown=int(posted) if is_id(MovedDay, posted) else None,
            by=signed_in_staff(request),
            now=timezone.now(),
        )
        messages.success(request, KEPT)
    if not problems:
        return redirect("storefront:confirmation", checkout=order.checkout)
    messages.error(request, " ".join(problems))
    return redirect("storefront:moved_day", checkout=order.checkout, line=line)


def _now(order: Order, moved: MovedDay, configuration: Configuration, *, today: date) -> tuple[StandsNow, date | None]:
    """Return how the line stands when the page is opened, and when the rest of it comes: it may have moved again, or be there."""
    rows = list(order.lines.select_related("product"))
    told = told_now(order, confirmed_lines(order, rows, configuration), rows, configuration, today=today)
    found = told.get(moved.line_id)
    owed, day = (ZERO, None) if found is None else (found.owed, found.told.day)
    return stands_now(moved.was, day, owed=owed), day


def _may_cancel(order: Order, moved: MovedDay) -> bool:
    """Return whether the page of what can be canceled offers the line: not while the order is on hold, nor paid for by check."""
    line, is_offline = moved.line.progress(), order.is_offline
    reason = why_not_canceled(OrderStatus(order.status), [line], is_offline=is_offline)
    return reason is None and cancelable(line, is_offline=is_offline) > 0
