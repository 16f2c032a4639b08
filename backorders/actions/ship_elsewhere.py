"""Units that were shipped without this shop are noted."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.reservations import end_reservations
from backorders.actions.steps.shipment_mail import notify_shipped_elsewhere
from backorders.models import EventKind, Order, OrderEvent, OrderLine
from backorders.queries.locks import locked_order
from backorders.queries.order import stale_words
from backorders.queries.order_money import unpaid_words
from backorders.queries.shipment import apart_words
from backorders.rules.order_status import OrderStatus
from backorders.rules.shipment import LONGEST_REASON
from backorders.words.order import LONGEST_EVENT, units_in_words
from backorders.words.refusal import OTHER_LINE
from backorders.words.shipment import why_not_shipped_elsewhere, why_not_units
from catalog.models.fields import text_columns
from catalog.models.reservation import EventType
from catalog.rules.quantity import quantity as exact
from catalog.rules.text import one_line, text_problems
from catalog.words.refusal import Refused


class CannotShipElsewhere(Refused):
    """Nothing was shipped and nothing changed; `problems` say why, one for each SKU concerned."""


@transaction.atomic
def ship_elsewhere(
    *,
    order: Order,
    units: Mapping[OrderLine, Decimal],
    reason: str,
    key: str,
    by: User | None,
    now: datetime,
    revision: int | None = None,
) -> Order:
    """Count `units` {line: quantity} of deleted products as shipped, and keep `reason` in the order's history.

    No source is touched and nothing is called covered: the units came from somewhere that this shop does not count. The same
    `key` does it once; `revision` is the order's that the page showed: an order that changed since is refused.
    Raises `CannotShipElsewhere`.
    """
    # A null character cannot be written.
    said = one_line(reason.replace("\0", ""))
    if problems := text_problems(text_columns(OrderEvent), {"key": key, "text": said}):
        raise CannotShipElsewhere(*problems)
    locked = locked_order(order.pk)
    if OrderEvent.objects.filter(key=key, order=locked).exists():
        return locked
    if changed := stale_words(locked, revision):
        raise CannotShipElsewhere(changed)
    if not said:
        raise CannotShipElsewhere("Please enter where the units came from: who asks later will read it.")
    if len(said) > LONGEST_REASON:
        raise CannotShipElsewhere(f"Please enter at most {LONGEST_REASON} characters.")
    if refusal := why_not_shipped_elsewhere(OrderStatus(locked.status)):
        raise CannotShipElsewhere(refusal)
    wanted = _judged(locked, units)
    unpaid = unpaid_words(locked, wanted)
    for line, quantity in wanted.items():
        line.shipped += quantity
    OrderLine.objects.bulk_update(wanted, ("shipped",))
    settle_status(locked, by=by, now=now)
    event = OrderEvent.objects.create(
        order=locked,
        kind=EventKind.SHIPPED,
        text=_told(locked, wanted, said, unpaid=unpaid),
        key=key,
        units=sum(wanted.values(), Decimal(0)),
        at=now,
        by=by,
    )
    notify_shipped_elsewhere(locked, wanted, key=str(event.pk), now=now)
    end_reservations(locked, wanted, event=EventType.SHIPMENT_CREATED, key=f"elsewhere:{event.pk}")
    return locked


def _told(order: Order, wanted: Mapping[OrderLine, Decimal], said: str, *, unpaid: str) -> str:
    """Return what the history says. It has left: nobody is asked whether it may, and what it leaves behind is said."""
    shipped = units_in_words([(line.sku, quantity) for line, quantity in wanted.items()])
    # What was typed stands last: its dots are its own.
    sentences = (unpaid, apart_words(order), f"Shipped {shipped} from elsewhere: {said}")
    return " ".join(filter(None, sentences))[:LONGEST_EVENT]


def _judged(order: Order, units: Mapping[OrderLine, Decimal]) -> dict[OrderLine, Decimal]:
    asked = {line.pk: exact(quantity) for line, quantity in units.items() if quantity}
    lines = {line.pk: line for line in order.lines.order_by("pk")}
    if asked.keys() - lines.keys():
        raise CannotShipElsewhere(OTHER_LINE)
    if not asked:
        raise CannotShipElsewhere("Please enter how many units were shipped.")
    wanted = {lines[pk]: quantity for pk, quantity in asked.items()}
    problems = [
        f"{line.sku}: {problem}"
        for line, quantity in wanted.items()
        if (problem := why_not_units(quantity, ordered=line.ordered, open_units=line.open, is_gone=line.is_gone))
    ]
    if problems:
        raise CannotShipElsewhere(*problems)
    return wanted
