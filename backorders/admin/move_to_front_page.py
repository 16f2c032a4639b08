"""Sales > Orders > one order > Move to front: why a line shall overtake the others, and who loses units by it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from backorders.actions.move_to_front import LONGEST_REASON, front_effect, move_to_front
from backorders.admin.order_frame import back_to, said, staff
from backorders.models import Order, OrderLine
from backorders.words.queue import loses_words
from catalog.admin.pages import AdminPage, Shown
from catalog.words.moved_day import will_be_told
from catalog.words.refusal import refusals


def front(request: HttpRequest, order: Order, line: int) -> HttpResponse | Shown:
    """Say what moving the line would do; a post moves it when that is what was looked at."""
    moved = get_object_or_404(OrderLine, pk=line, order=order)
    problems: list[str] = []
    if request.method == "POST":
        with refusals() as problems:
            move_to_front(
                line=moved,
                reason=request.POST.get("reason", ""),
                seen=request.POST.get("seen", ""),
                by=staff(request),
                now=timezone.now(),
            )
        if not problems:
            messages.success(request, f"{moved.sku} is the first in the queue now.")
            return back_to(order)
    with refusals() as why_not:
        effect = front_effect(line=moved, now=timezone.now())
    if why_not:
        return said(request, order, problems or why_not, "")
    return Shown(
        {
            "title": f"Move {moved.sku} to the front",
            "order": {"pk": order.pk, "number": order.number},
            "line": {"pk": moved.pk, "name": moved.name, "sku": moved.sku},
            "effect": loses_words([(each.number, each.units) for each in effect.lost], effect.gained),
            "is_losing": bool(effect.lost),
            "told": will_be_told(effect.told),
            "seen": effect.mark,
            "reason": request.POST.get("reason", "")[:LONGEST_REASON],
            "longest": LONGEST_REASON,
            "problems": problems,
        },
        status=400 if problems else 200,
    )


FRONT_PAGE = AdminPage(
    "<int:pk>/line/<int:line>/front/",
    "backorders_order_front",
    front,
    permission="prioritise",
    template="admin/order/move_to_front.html",
)
