"""What an order is refused for while it is placed, and how it is written: in one statement, whose end is the guard.

It writes what the models would have written, column by column, with their defaults; only what PostgreSQL numbers is left to it.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorders.models import Order, OrderLine, Payment
from backorders.queries.placing import OfferedProduct
from backorders.rules.placing import Terms, summed
from catalog.models import Product
from catalog.models.reservation import EventType
from catalog.queries.prepared import listed, note_stored, prepared_row, values_of, written_columns
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.promised_day import Outlook, is_later, latest_day
from catalog.rules.quantity import ZERO, plain
from catalog.rules.quantity import quantity as exact
from catalog.rules.salable import owed_part
from catalog.words.refusal import Refused

type Lines = Mapping[Product, Decimal | int] | Iterable[tuple[Product, Decimal | int]]
type Wanted = tuple[tuple[Product, Decimal], ...]

# The database's name of the constraint that no promise passes the floor of its policy (docs/decisions/0003).
GUARD = "reservation_within_floor"


def wanted_lines(lines: Lines) -> Wanted:
    """Return what is asked for, in exact quantities. Raises `ValueError` for nothing, and for what is no quantity."""
    pairs = lines.items() if isinstance(lines, Mapping) else lines
    wanted = tuple((product, exact(units)) for product, units in pairs)
    if not wanted:
        message = "An order has at least one line."
        raise ValueError(message)
    return wanted


@dataclass(frozen=True)
class GrownLine:
    """A product of which `owed` units would be backordered, and at most `told` were agreed to; or which would come later than told.

    `day` is when they would come (None: nobody knows), `told_day` when the shopper was told that they would.
    """

    product: Product
    told: Decimal
    owed: Decimal
    day: date | None = None
    told_day: date | None = None


class OwesMore(Refused):
    """More would be backordered than the shopper was told, or until later: the order was refused and nothing changed."""

    def __init__(self, lines: tuple[GrownLine, ...]) -> None:
        """Keep the lines."""
        words = "{}: {} would be owed, {} were told."
        super().__init__(*(words.format(each.product.sku, plain(each.owed), plain(each.told)) for each in lines))
        self.lines = lines


@dataclass(frozen=True)
class PromisedLine:
    """A line whose units the ledger holds. `free_after` is the free quantity that the guard saw after it."""

    line: OrderLine
    free_after: Decimal

    @property
    def owed(self) -> Decimal:
        """Units that were not free when they were promised."""
        return owed_part(self.line.ordered, self.free_after + self.line.ordered)

    def day(self, outlook: Outlook, *, today: date) -> date | None:
        """Return when the units come that were not free; None: all were, or nobody knows."""
        return outlook.day_if_ordered(self.line.ordered, free=self.free_after + self.line.ordered, today=today)


def refuse_more_owed(
    promised: Sequence[tuple[PromisedLine, date | None]],
    told_owed: Mapping[Product, Decimal] | None,
    told_days: Mapping[Product, date | None] | None,
) -> None:
    """Raise `OwesMore` where the `promised` lines (and when their owed part comes) owe more than was told, or come later.

    `told_owed` and `told_days` are by product; None: the shopper agrees to whatever it is. Called in the transaction that wrote
    them: it rolls back, and until then nobody else takes units of these products.
    """
    told = {product.pk: (product, units) for product, units in (told_owed or {}).items()}
    days = {product.pk: day for product, day in (told_days or {}).items()}
    owed = summed((each.line.product_id or 0, each.owed) for each, _ in promised)
    # The last line of a product is the last that is served.
    comes = {each.line.product_id or 0: day for each, day in promised if each.owed}
    grown = tuple(
        GrownLine(*told[pk], units, comes.get(pk), days.get(pk))
        for pk, units in owed.items()
        if pk in told and (units > told[pk][1] or (units and is_later(comes[pk], days.get(pk))))
    )
    if grown:
        raise OwesMore(grown)


class NotAgreed(Refused):
    """Units would come later than `Terms` allow: the order was refused and nothing changed."""


def refuse_unagreed(promised: Sequence[tuple[PromisedLine, date | None]], terms: Terms, *, today: date) -> None:
    """Raise `NotAgreed` where what the guard found owed comes too late; a shop that tells no days asks for consent all the same."""
    if late := [each.line.sku for each, day in promised if not terms.allow(each.owed, day, today=today)]:
        raise NotAgreed(f"{', '.join(late)}: it would come later than was agreed to.")


def days_of_order(order: Order, lines: Sequence[tuple[OrderLine, Decimal, date | None]]) -> tuple[date | None, ...]:
    """Return when what is owed of each (line, owed units, its own day) comes: all on one day of the goods that ship complete."""
    if not order.ships_complete:
        return tuple(day for _, _, day in lines)
    last = latest_day(day for line, owed, day in lines if owed and not line.is_virtual)
    return tuple(last if owed and not line.is_virtual else day for line, owed, day in lines)


def promise_as_one(order: Order, lines: Sequence[OrderLine]) -> None:
    """Write on lines that are to be placed when their owed part comes, where the order ships complete."""
    own = [(line, line.owed_when_placed, line.promised_on) for line in lines]
    for line, day in zip(lines, days_of_order(order, own), strict=True):
        line.promised_on = day


def ordered_line(
    order: Order,
    product: Product | OfferedProduct,
    quantity: Decimal,
    *,
    mode: BackorderMode,
    is_reserved: bool,
    owed_when_placed: Decimal = ZERO,
    promised_on: date | None = None,
) -> OrderLine:
    """Return the line, not yet written, of `quantity` units of `product` as it is called and costs today.

    `mode` is the backorder mode in force, which decides what the shopper is told of his owed part for good.
    """
    return OrderLine(
        order=order,
        product_id=product.pk,
        sku=product.sku,
        name=product.name,
        unit_price=product.price,
        ordered=quantity,
        is_virtual=product.is_virtual,
        is_reserved=is_reserved,
        owed_when_placed=owed_when_placed,
        promised_on=promised_on,
        backorders_when_placed=mode.value,
    )


_ORDER = written_columns(Order)
_LINE = written_columns(OrderLine, "order_id")
_PAYMENT = written_columns(Payment, "order_id", "description", "created", "modified")


# A part is carried out when the next one asks for its rows: order, lines, payment, and the ledger last, whose guard takes the
# units. In the order of their levels, so that two orders never wait for each other.
_WRITE = f"""
    WITH placed AS (
        INSERT INTO backorders_order ({listed(_ORDER)})
        SELECT {listed(_ORDER)} FROM json_populate_record(NULL::backorders_order, %(order)s)
        RETURNING id, number, stock_id
    ), line AS (
        INSERT INTO backorders_orderline (order_id, {listed(_LINE)})
        SELECT placed.id, {listed(_LINE, "given.")}
        FROM placed, json_populate_recordset(NULL::backorders_orderline, %(lines)s) WITH ORDINALITY AS given
        ORDER BY given.ordinality
        RETURNING id, product_id, ordered, is_reserved
    ), asked AS (
        INSERT INTO backorders_payment (order_id, description, created, modified, {listed(_PAYMENT)})
        SELECT placed.id, 'Order #' || placed.number, now(), now(), {listed(_PAYMENT, "given.")}
        FROM placed, json_populate_record(NULL::backorders_payment, %(payment)s) AS given
        RETURNING id
    ), promised AS (
        INSERT INTO catalog_reservation
            (stock_id, product_id, quantity, floor, free_after, event_type, event_key, order_number, created_at)
        SELECT placed.stock_id, line.product_id, -line.ordered, limited.floor, 0,
            '{EventType.ORDER_PLACED.value}', '{EventType.ORDER_PLACED.value}:' || line.id, placed.number, now()
        FROM placed CROSS JOIN asked CROSS JOIN line
        LEFT JOIN json_to_recordset(%(floors)s) AS limited (product_id bigint, floor numeric) USING (product_id)
        WHERE line.is_reserved
        ORDER BY line.product_id, line.id
        RETURNING split_part(event_key, ':', 2)::bigint AS line_id, free_after
    )
    SELECT id, number,
        (SELECT array_agg(id ORDER BY id) FROM line),
        (SELECT id FROM asked),
        (SELECT json_agg(json_build_array(line_id, free_after)) FROM promised)::text
    FROM placed
"""  # noqa: S608  columns of our own


def write_order(
    order: Order, lines: Sequence[OrderLine], *, payment_method: str, floors: Mapping[int, Decimal | None]
) -> tuple[PromisedLine, ...]:
    """Write the order, its lines, its payment, and the promise of its reserved lines. One statement, the guard its end.

    `floors` {product id: the lowest free quantity that a sale may leave behind, None for not limited}. `order` and `lines`, made
    and not yet written, know afterwards by what number they are kept, the order by what its payment is, too. Raises
    `IntegrityError` as saving them would.
    """
    payment = {name: Payment._meta.get_field(name).get_default() for name in _PAYMENT} | {  # noqa: SLF001
        "variant": payment_method,
        "token": uuid.uuid4(),
        "currency": order.currency,
        "total": order.total,
        "billing_email": order.email,
    }
    limits = [{"product_id": pk, "floor": floor} for pk, floor in floors.items() if floor is not None]
    values = {
        "order": values_of(order, _ORDER),
        "lines": [values_of(line, _LINE) for line in lines],
        "payment": payment,
        "floors": limits,
    }
    row = prepared_row(_WRITE, {name: json.dumps(value, default=str) for name, value in values.items()})
    order.pk, order.number, ids, asked, promised = row or ()
    order.placed_payment = (asked, payment_method)
    note_stored(order)
    for line, pk in zip(lines, ids, strict=True):
        line.pk, line.order_id = pk, order.pk
        note_stored(line)
    by_id = {line.pk: line for line in lines}
    return tuple(
        PromisedLine(by_id[pk], free_after)
        for pk, free_after in sorted(json.loads(promised or "[]", parse_float=Decimal))
    )


def keep_owed(seen: Mapping[OrderLine, tuple[Decimal, date | None]]) -> None:
    """Correct the lines whose owed part, or its day, the guard saw otherwise than the rule had judged it.

    They are written as judged, so that the guard stays the last statement; only a race costs this one.
    """
    changed = [line for line, found in seen.items() if (line.owed_when_placed, line.promised_on) != found]
    for line in changed:
        line.owed_when_placed, line.promised_on = seen[line]
    if changed:
        OrderLine.objects.bulk_update(changed, ("owed_when_placed", "promised_on"))
