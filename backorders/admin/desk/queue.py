"""The queue of an order's lines, in words, and a line moved to the front.

Where the lines of an order stand in their queues, as the order screen shows it.
Sales > Orders > one order: Move to front.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import localtime

from backorders.actions.move_to_front import move_to_front
from backorders.admin.order_frame import said, staff
from backorders.models import Order, OrderLine, QueueMove
from backorders.queries.order_lines import ConfirmedLine
from backorders.queries.queue import places
from backorders.rules.order_status import OPEN
from backorders.rules.queue import Expected
from catalog.admin.pages import POSTS, AdminPage
from catalog.queries.history import name_then, staff_name
from catalog.rules.quantity import ZERO, plain
from catalog.words.refusal import refusals

ENDINGS = {1: "st", 2: "nd", 3: "rd"}
TEENS = (11, 12, 13)
GONE = "Product deleted: no stock will arrive"
NOT_MANAGED = "Stock is not managed"


@dataclass(frozen=True)
class QueueShown:
    """One line: `covered` and `owed` are empty when it holds nothing in a queue; `expected` names the arrivals it waits for.

    `moved` says who let it overtake the others, and why. `note` says why the line stands in no queue, or waits for no arrival.
    """

    line_id: int
    covered: str = ""
    owed: str = ""
    place: str = ""
    expected: str = ""
    moved: str = ""
    can_move: bool = False
    note: str = ""
    units_owed: Decimal = ZERO
    units_covered: Decimal = ZERO
    units_gone: Decimal = ZERO


def queue_shown(order: Order, lines: Sequence[ConfirmedLine]) -> dict[int, QueueShown]:
    """Return {line id: where it stands}. Two queries, however many lines. Stock that is not managed covers everything."""
    found = places(order, lines)
    named = QueueMove.objects.annotate(name_then=name_then("moved_by", "moved_at")).select_related("moved_by")
    moves = named.filter(line__in=[line.pk for line in lines]).order_by("pk")
    moved = {move.line_id: _moved(move, staff_name(move.moved_by, then=move.name_then)) for move in moves}
    shown = {}
    for line in lines:
        place = found.get(line.pk)
        if place is None:
            shown[line.pk] = _without_place(order, line, moved.get(line.pk, ""))
        elif place.is_gone:
            shown[line.pk] = QueueShown(
                line.pk, "0", plain(place.owed), note=GONE, units_owed=place.owed, units_gone=place.owed
            )
        else:
            shown[line.pk] = QueueShown(
                line_id=line.pk,
                covered=plain(place.covered),
                owed=plain(place.owed),
                place=f"{ordinal(place.position)} in the queue",
                expected=expected_in_words(place.expected),
                moved=moved.get(line.pk, ""),
                can_move=place.position > 1 and place.owed > 0,
                units_owed=place.owed,
                units_covered=place.covered,
            )
    return shown


def _without_place(order: Order, line: ConfirmedLine, moved: str) -> QueueShown:
    if line.open > 0 and not line.is_managed and order.status in OPEN:
        return QueueShown(line.pk, plain(line.open), "0", moved=moved, note=NOT_MANAGED, units_covered=line.open)
    return QueueShown(line.pk, moved=moved)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    return f"{number}{'th' if number % 100 in TEENS else ENDINGS.get(number % 10, 'th')}"


def expected_in_words(expected: Expected | None) -> str:
    """Return which arrivals a line waits for, as "unit 4" or "units 4 to 6"; empty when it owes nothing."""
    if expected is None:
        return ""
    if expected.first == expected.last:
        return f"unit {plain(expected.first)}"
    return f"units {plain(expected.first)} to {plain(expected.last)}"


def _moved(move: QueueMove, who: str) -> str:
    return f"Moved to the front on {localtime(move.moved_at):%b %-d, %Y} by {who or 'the shop'}: {move.reason}"


def front(request: HttpRequest, order: Order, line: int) -> HttpResponse:
    """Move a line to the front of its queue and go back to the order."""
    moved = get_object_or_404(OrderLine, pk=line, order=order)
    with refusals() as problems:
        move_to_front(line=moved, reason=request.POST.get("reason", ""), by=staff(request), now=timezone.now())
    return said(request, order, problems, f"{moved.sku} is the first in the queue now.")


QUEUE_PAGE = AdminPage(
    "<int:pk>/line/<int:line>/front/", "backorders_order_front", front, permission="prioritise", methods=POSTS
)
