"""Supply is expected, by hand or from a file; it is changed, and its rest is given up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.posted_form import use_key
from catalog.actions.steps.row import InvalidRowError, record_change, save_row
from catalog.models import IncomingSupply, Product, Source
from catalog.models.fields import text_columns
from catalog.queries.locks.incoming_supply import locked_supplies
from catalog.queries.locks.product import SelectedProducts, lock_selected_products
from catalog.queries.locks.row import locked_row
from catalog.rules.incoming_supply import FIRST_DAY, LAST_DAY
from catalog.rules.incoming_supply_rows import MOST_ROWS
from catalog.rules.quantity import more_than_nothing, plain
from catalog.rules.text import refuse_texts
from catalog.words.incoming_supply import (
    ANOTHER_HAS_IT,
    EMPTY,
    IS_CONFIGURABLE,
    NO_SUCH_DAY,
    NO_SUCH_SOURCE,
    TOO_MANY,
    WHOLE_UNITS,
    another_quantity,
    less_than_came,
)
from catalog.words.names import in_rows
from catalog.words.refusal import Refused


class CannotExpect(Refused):
    """Nothing was written."""


@dataclass(frozen=True)
class ExpectedUnits:
    """`quantity` units of a product that are to come to a source on a day; `row` is where that was typed, for a refusal."""

    row: int
    product: Product
    source: Source
    quantity: Decimal
    expected_on: date
    reference: str = ""


@dataclass(frozen=True)
class Added:
    """How many supplies are expected now that were not before, and how many were there already."""

    added: int
    known: int


@transaction.atomic
def expect_supply(*, rows: Sequence[ExpectedUnits], key: str, by: User | None, now: datetime) -> Added:
    """Write down what is expected, all of it or nothing. The same `key` counts once.

    One product at one source on one day under one reference is one supply: where there is one of the same quantity nothing is
    added, so that a file may be read twice. Raises `CannotExpect`, naming each row, with nothing written; `InvalidTextError` for
    a key or reference that no column holds, `InvalidQuantityError` for what is no quantity above zero.
    """
    for row in rows:
        refuse_texts(text_columns(IncomingSupply), {"reference": row.reference})
    wanted = [(row, more_than_nothing(row.quantity)) for row in rows]
    if not use_key(f"expected_supply:{key}", by=by, now=now).is_first:
        return Added(0, len(rows))
    if not rows or len(rows) > MOST_ROWS:
        raise CannotExpect(TOO_MANY if rows else EMPTY)
    # Who expects the same at the same moment waits here, so that what is there already is known.
    products = lock_selected_products(sorted({row.product.pk or 0 for row in rows}))
    sources = set(Source.objects.filter(pk__in={row.source.pk for row in rows}).values_list("pk", flat=True))
    there = _there(rows)
    problems, new = list[str](), dict[tuple[int, int, date, str], IncomingSupply]()
    for row, quantity in wanted:
        known = there.get(supply_key(row)) or new.get(supply_key(row))
        why = _why_not(row, quantity, products, known) if row.source.pk in sources else NO_SUCH_SOURCE
        if why:
            problems.append(in_rows([row.row], why))
        elif known is None:
            new[supply_key(row)] = _supply(row, quantity)
    if problems:
        raise CannotExpect(*problems)
    IncomingSupply.objects.bulk_create(new[key] for key in sorted(new))
    return Added(len(new), len(rows) - len(new))


def _supply(row: ExpectedUnits, quantity: Decimal) -> IncomingSupply:
    return IncomingSupply(
        product=row.product,
        source=row.source,
        quantity=quantity,
        expected_on=row.expected_on,
        reference=row.reference,
    )


def supply_key(row: ExpectedUnits | IncomingSupply) -> tuple[int, int, date, str]:
    """What two rows of the same supply have in common, beside the quantity."""
    return (row.product.pk or 0, row.source.pk, row.expected_on, row.reference.upper())


def _there(rows: Sequence[ExpectedUnits]) -> dict[tuple[int, int, date, str], IncomingSupply]:
    found = IncomingSupply.objects.filter(
        product__in={row.product.pk for row in rows},
        source__in={row.source.pk for row in rows},
        expected_on__in={row.expected_on for row in rows},
    )
    return {supply_key(supply): supply for supply in found.select_related("product", "source")}


def _why_not(row: ExpectedUnits, quantity: Decimal, products: SelectedProducts, known: IncomingSupply | None) -> str:
    if row.product.pk not in products.skus:
        return IS_CONFIGURABLE
    own = products.own.get(row.product.pk)
    if quantity % 1 and not (own and own.is_qty_decimal):
        return WHOLE_UNITS
    if not FIRST_DAY <= row.expected_on <= LAST_DAY:
        return NO_SUCH_DAY
    if known is not None and known.quantity != quantity:
        return another_quantity(known.quantity)
    return ""


@transaction.atomic
def change_supply(supply: IncomingSupply, *, only: Collection[str]) -> None:
    """Write the columns `only` of a supply that is there: its source, quantity, day, reference, or that its rest is given up.

    Raises `CannotExpect` for fewer units than have come, for a fraction of what is kept in whole units, and for another supply
    that is the same; `InvalidRowError` for what no column holds, `IncomingSupply.DoesNotExist` for one that is gone.
    """
    if "received" in only:
        raise CannotExpect("What has come is booked by deliveries.")
    products = lock_selected_products([supply.product_id])
    fresh = locked_row(supply)
    if "quantity" in only:
        quantity = more_than_nothing(supply.quantity)
        own = products.own.get(supply.product_id)
        if quantity % 1 and quantity != fresh.quantity and not (own and own.is_qty_decimal):
            raise CannotExpect(WHOLE_UNITS)
        if quantity < fresh.received:
            raise CannotExpect(less_than_came(fresh.received))
        supply.quantity = quantity
    try:
        save_row(supply, only=only)
    except InvalidRowError as error:
        if "incoming_supply_once" not in error.errors:
            raise
        raise CannotExpect(ANOTHER_HAS_IT) from error


@transaction.atomic
def close_supplies(*, supply_ids: Collection[int], by: User | None) -> int:
    """Give up what is outstanding of the supplies, and return of how many something was. What has come stays received."""
    rows = locked_supplies(supply_ids)
    IncomingSupply.objects.filter(pk__in=[row.pk for row in rows]).update(is_closed=True)
    for row in rows:
        record_change(row, [f"Closed: {plain(row.as_supply().outstanding)} given up"], by=by)
    return len(rows)
