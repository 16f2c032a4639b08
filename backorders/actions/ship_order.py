"""Ship an order's units from one source: the shelf and the promise go down together, once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from backorders.actions.steps.order_status import settle_status
from backorders.actions.steps.reservations import end_reservations
from backorders.actions.steps.shipment_mail import notify_shipped
from backorders.actions.steps.tracking import keep_numbers, why_unfit
from backorders.models import EventKind, MovementKind, Order, OrderEvent, OrderLine, Shipment, SourceMovement
from backorders.queries.asked_units import UnitsRefused, asked_units, managed_products
from backorders.queries.locks import locked_order
from backorders.queries.order import stale_words
from backorders.queries.order_lines import gone_lines
from backorders.queries.order_money import unpaid_words
from backorders.queries.queue import places
from backorders.queries.shared_shelves import others_at, shared_shelves
from backorders.queries.shipment import apart_words
from backorders.rules.order_status import OrderStatus
from backorders.rules.shipment import Shelves, Wanted
from backorders.rules.tracking_number import Tracking
from backorders.words.order import LONGEST_EVENT, units_in_words
from backorders.words.refusal import OTHER_ORDER
from backorders.words.shipment import why_not_from_here, why_status_ships_nothing
from catalog.actions.steps.shelf import NotOnShelf, deduct
from catalog.models import Source, SourceItem
from catalog.models.fields import text_columns
from catalog.models.reservation import EventType
from catalog.queries.locks.product import locked_items, locked_source
from catalog.rules.quantity import plain
from catalog.rules.source_selection import Candidate
from catalog.rules.text import text_problems
from catalog.words.refusal import Refused

DELETED = (
    "the product was deleted, and its units lie on no shelf. Say that they were shipped from elsewhere, or cancel or refund "
    "them."
)


class CannotShip(Refused):
    """The shipment was refused and nothing moved; `problems` say why, one for each SKU concerned."""


class Unpaid(CannotShip):
    """Units would leave that nobody has paid for, and nobody has confirmed that they shall. Nothing moved."""


class Apart(CannotShip):
    """A part would leave of an order that ships complete, and nobody has confirmed that it shall. Nothing moved."""


def ship_order(
    *,
    order: Order,
    source: Source,
    units: Mapping[OrderLine, Decimal],
    key: str,
    by: User | None,
    now: datetime,
    tracking: Sequence[Tracking] = (),
    comment: str = "",
    unpaid_confirmed: bool = False,
    apart_confirmed: bool = False,
    revision: int | None = None,
) -> Shipment:
    """Ship `units` {line: quantity} of `order` from `source`, and release the same amount of reservation.

    The same `key` gives the same shipment, however often the call arrives (C27). `revision` is the order's that the page showed: an
    order that changed since is refused. Raises `CannotShip` naming each SKU, what was asked and what is there (C39): a source never
    goes below zero, and units that the queue has for other lines stay there. Units that are not paid for leave only when that is
    confirmed, else `Unpaid` is raised; their money stays to be collected. So does a part of what ships complete, else `Apart`.
    """
    texts = {"key": key, "comment": comment}
    if problems := (*text_problems(text_columns(Shipment), texts), *why_unfit(tracking)):
        raise CannotShip(*problems)
    with transaction.atomic():
        locked = locked_order(order.pk)
        if repeated := _repeated(locked, key):
            return repeated
        wanted = _wanted(locked, units, revision=revision)
        _refuse_what_is_not_open(locked, wanted)
        unpaid, apart = unpaid_words(locked, wanted), apart_words(locked)
        shipment = Shipment.objects.create(order=locked, source=_locked(source), shipped_at=now, shipped_by=by, **texts)
        _take_from_the_shelf(shipment, wanted)
        # Asked last: never about a parcel that cannot leave.
        _refuse_unconfirmed("" if unpaid_confirmed else unpaid, "" if apart_confirmed else apart)
        for line, quantity in wanted.items():
            line.shipped += quantity
        OrderLine.objects.bulk_update(wanted, ("shipped",))
        settle_status(locked, by=by, now=shipment.shipped_at)
        _note(shipment, wanted, (unpaid, apart))
        keep_numbers(locked, shipment, tracking, by=by, now=now)
        notify_shipped(shipment, now=now)
        end_reservations(locked, wanted, event=EventType.SHIPMENT_CREATED, key=str(shipment.pk))
    return shipment


def _refuse_unconfirmed(unpaid: str, apart: str) -> None:
    if unpaid:
        raise Unpaid(f"{unpaid} Confirm that it ships all the same.")
    if apart:
        raise Apart(f"{apart} Confirm that a part ships all the same.")


def _repeated(order: Order, key: str) -> Shipment | None:
    """Return the shipment that the same request made before."""
    found = Shipment.objects.filter(key=key).first()
    if found is not None and found.order_id != order.pk:
        raise CannotShip(OTHER_ORDER)
    return found


def _locked(source: Source) -> Source:
    """Return the source as it is now: it may have been disabled since the caller read it."""
    try:
        return locked_source(source.pk)
    except Source.DoesNotExist as error:
        raise CannotShip(f"The source {source} does not exist any more.") from error


def _wanted(order: Order, units: Mapping[OrderLine, Decimal], *, revision: int | None) -> dict[OrderLine, Decimal]:
    """Return {line as it is under the lock: units}; what was typed for an order that has changed since is refused."""
    if changed := stale_words(order, revision):
        raise CannotShip(changed)
    try:
        return asked_units(order, order.lines.all(), units)
    except UnitsRefused as refusal:
        raise CannotShip(*refusal.problems) from refusal


def _refuse_what_is_not_open(order: Order, wanted: Mapping[OrderLine, Decimal]) -> None:
    if why_not := why_status_ships_nothing(OrderStatus(order.status)):
        raise CannotShip(why_not)
    if not wanted:
        raise CannotShip("You can't create a shipment without products.")
    problems = tuple(
        f'The quantity to ship must not be greater than the unshipped quantity for product SKU "{line.sku}".'
        for line, quantity in wanted.items()
        if quantity > line.open or line.is_virtual
    )
    if problems:
        raise CannotShip(*problems)


def _take_from_the_shelf(shipment: Shipment, wanted: Mapping[OrderLine, Decimal]) -> None:
    managed = managed_products(shipment.order, list(wanted))
    taken = {line: quantity for line, quantity in wanted.items() if line.product_id in managed}
    # Who ships, receives, counts or moves a line to the front holds this lock: no place changes until the units have left.
    items = locked_items(managed)
    if gone := gone_lines(wanted):
        raise CannotShip(*(f"{line.sku}: {DELETED}" for line in wanted if line.pk in gone))
    if uncounted := _not_counted(shipment, taken, items):
        raise CannotShip(*uncounted)
    owed = _for_other_stocks(shipment, taken, items) | _not_covered(shipment.order, taken)
    units: dict[tuple[int, int], Decimal] = {}
    for line, quantity in taken.items():
        key = (shipment.source_id, line.product_id or 0)
        units[key] = units.get(key, Decimal(0)) + quantity
    try:
        deduct(units)
    except NotOnShelf as refusal:
        skus = {line.product_id: line.sku for line in taken}
        short = {
            short.product_id: f"{skus[short.product_id]}: {plain(short.asked)} asked, "
            f"{plain(short.on_shelf)} on the shelf at {shipment.source}."
            for short in refusal.short
        }
        others = (problem for line, problem in owed.items() if line.product_id not in short)
        raise CannotShip(*short.values(), *others) from refusal
    if owed:
        raise CannotShip(*owed.values())
    SourceMovement.objects.bulk_create(
        SourceMovement(
            line=line,
            source_id=shipment.source_id,
            kind=MovementKind.SHIPPED,
            quantity=-quantity,
            key=shipment.movement_key,
            moved_at=shipment.shipped_at,
        )
        # Goods whose stock is not managed left too: the movements are the parcel's list.
        for line, quantity in wanted.items()
    )


def _not_counted(
    shipment: Shipment, taken: Mapping[OrderLine, Decimal], items: Mapping[tuple[int, int], SourceItem]
) -> tuple[str, ...]:
    """Return why the source's units do not count in the stock: shipping them would lower reserved, and not on hand."""
    source, stock = shipment.source, shipment.order.stock
    if taken and not (source.is_enabled and stock.links.filter(source=source).exists()):
        return (f"{source} is no enabled source of {stock}.",)
    held = {line: items.get((source.pk, line.product_id or 0)) for line in taken}
    return tuple(
        f"{line.sku}: Out of Stock at {source}. Set it In Stock there before it ships."
        for line, item in held.items()
        if item is not None and not item.is_in_stock
    )


def _for_other_stocks(
    shipment: Shipment, taken: Mapping[OrderLine, Decimal], items: Mapping[tuple[int, int], SourceItem]
) -> dict[OrderLine, str]:
    """Return {line: problem} for the lines that ask for units which other stocks have promised; call before the shelf goes down."""
    shared = shared_shelves(shipment.order.stock_id, {line.product_id for line in taken if line.product_id is not None})
    here = [Candidate(*key, item.quantity) for key, item in items.items() if key[0] == shipment.source_id]
    shelves = Shelves(here, shared)
    problems = {}
    for line, quantity in taken.items():
        if line.product_id not in shared:
            continue
        wanted = Wanted(line.pk, line.product_id, quantity, is_promised=line.is_reserved)
        most = sum((given for _, given in shelves.take(wanted)), Decimal(0))
        if most < quantity and (names := others_at(shared[line.product_id], shipment.source_id)):
            problems[line] = why_not_from_here(
                line.sku, quantity, most=most, source=str(shipment.source), promised_by=names
            )
    return problems


def _note(shipment: Shipment, wanted: Mapping[OrderLine, Decimal], confirmed: Sequence[str]) -> None:
    shipped = units_in_words([(line.sku, quantity) for line, quantity in wanted.items()])
    known = (f"{each} Confirmed." for each in confirmed if each)
    said = (f"Shipped {shipped} from {shipment.source.name} as #{shipment.number}.", *known)
    OrderEvent.objects.create(
        order=shipment.order,
        kind=EventKind.SHIPPED,
        text=" ".join(said)[:LONGEST_EVENT],
        key=shipment.movement_key,
        units=sum(wanted.values(), Decimal(0)),
        at=shipment.shipped_at,
        by=shipment.shipped_by,
    )


def _not_covered(order: Order, wanted: Mapping[OrderLine, Decimal]) -> dict[OrderLine, str]:
    """Return {line: problem} for the lines that ask for more than the queue has for them; call before the shelf goes down."""
    found = places(order, wanted)
    return {
        line: f"{line.sku}: {plain(quantity)} asked, {plain(found[line.pk].covered)} covered for this order. "
        "The other units on the shelf are for orders ahead of it."
        for line, quantity in wanted.items()
        if line.pk in found and quantity > found[line.pk].covered
    }
