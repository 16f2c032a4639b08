"""Move an order line to the front of its queue, with a reason that is kept, and say who loses units by it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min
from django.utils.timezone import localtime

from backorders.models import LostUnits, OrderLine, QueueMove, QueuePlace
from backorders.models.order_line import HAS_OPEN
from backorders.queries.locks import locked_order
from backorders.words.queue import CHANGED
from catalog.actions.moved_day import newly_told, whose_day_moved
from catalog.queries.locks.product import locked_items
from catalog.rules.moved_day import NOBODY, WhoIsTold
from catalog.rules.quantity import ZERO, plain
from catalog.rules.text import one_line, typed_problem
from catalog.words.refusal import Refused

LONGEST_REASON = 200


class CannotMove(Refused):
    """The line stays where it is and nothing was written."""


@dataclass(frozen=True)
class Lost:
    """Units of another line that were covered before the move, and are owed after it; `number` is that of its order."""

    line_id: int
    number: str
    units: Decimal


@dataclass(frozen=True)
class FrontEffect:
    """What moving a line does: how many of its units are covered by it that were owed, and who loses how many, in queue order.

    `told` are those whose promised day becomes later by it, so that they hear of it.
    """

    gained: Decimal
    lost: tuple[Lost, ...]
    told: WhoIsTold = NOBODY

    @property
    def mark(self) -> str:
        """What the page that asks brings back, to see whether this is what was looked at."""
        told = [(each.number, plain(each.units)) for each in self.lost]
        return sha256(repr((plain(self.gained), told, self.told.mark)).encode()).hexdigest()


def front_effect(*, line: OrderLine, now: datetime) -> FrontEffect:
    """Return what `move_to_front` would do now: it is done, looked at, and taken back. Raises `CannotMove` as that would."""
    with transaction.atomic():
        _, effect = _moved(line, today=localtime(now).date())
        transaction.set_rollback(True)
    return effect


@transaction.atomic
def move_to_front(
    *, line: OrderLine, reason: str, seen: str | None = None, by: User | None, now: datetime
) -> QueueMove:
    """Serve `line` before every other open line of its product, in its stock and those that share sources; keep `reason`.

    Who loses units by it is kept, too. Shelf and ledger are not touched: who is covered is computed from the order of the lines.
    `seen` is the mark of the effect that was looked at (None: nobody looked). Raises `CannotMove` without a reason, when nothing
    of the line waits, when it is first already, and for another effect than was seen.
    """
    # A null character cannot be written.
    said = one_line(reason.replace("\0", ""))
    if not said:
        raise CannotMove("Please enter a reason: the orders behind it may ask.")
    if problem := typed_problem(said, longest=None, is_line=True):
        raise CannotMove(f"The reason cannot be kept: {problem}")
    if len(said) > LONGEST_REASON:
        raise CannotMove(f"Please enter a reason of at most {LONGEST_REASON} characters.")
    moved, effect = _moved(line, today=None if seen is None else localtime(now).date())
    if seen not in {None, effect.mark}:
        raise CannotMove(CHANGED)
    move = QueueMove.objects.create(line=moved, reason=said, moved_at=now, moved_by=by)
    LostUnits.objects.bulk_create(LostUnits(move=move, line_id=each.line_id, units=each.units) for each in effect.lost)
    return move


def _moved(line: OrderLine, *, today: date | None) -> tuple[OrderLine, FrontEffect]:
    """Move the line under the locks, and return it with what that did; whose day moved, as of `today` (None: nobody asks)."""
    order = locked_order(line.order_id)
    current = order.lines.get(pk=line.pk)
    # The lock of who ships: two moves, or a move and a shipment, wait for each other.
    product_id = current.held_product_id
    locked_items([product_id])
    current.refresh_from_db(fields=("product", "gone_product_id"))
    if current.is_gone:
        raise CannotMove(f"{current.sku}: the product was deleted, and no stock will arrive for it.")
    place = QueuePlace.objects.filter(stock_id=order.stock_id, product_id=product_id, line=current).first()
    if place is None:
        raise CannotMove(f"{current.sku}: nothing of it waits in this order.")
    if place.position == 1:
        raise CannotMove(f"{current.sku}: this order is the first in the queue already.")
    queue = QueuePlace.objects.filter(product=product_id)
    heard = NOBODY if today is None else whose_day_moved([product_id], today=today)
    covered = dict(queue.filter(covered__gt=0).values_list("line_id", "covered"))
    # Of the product in any stock: those that share sources have one queue.
    waiting = OrderLine.objects.filter(HAS_OPEN, product=product_id, is_reserved=True)
    current.queue_priority = waiting.aggregate(lowest=Min("queue_priority"))["lowest"] - 1
    current.save(update_fields=("queue_priority",))
    after = queue.filter(line_id__in=[*covered, current.pk]).select_related("order").order_by("position", "line_id")
    found = [(each, covered.get(each.line_id, ZERO) - each.covered) for each in after]
    lost = tuple(Lost(each.line_id, each.order.number, units) for each, units in found if units > 0)
    gained = next((-units for each, units in found if each.line_id == current.pk), ZERO)
    told = NOBODY if today is None else newly_told(heard, whose_day_moved([product_id], today=today))
    return current, FrontEffect(gained, lost, told)
