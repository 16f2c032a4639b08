"""Set how many units of products lie at a source, all of them or none, with the reason why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pghistory
from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.posted_form import use_key
from catalog.actions.steps.row import record_changes
from catalog.models import Product, Source, SourceItem
from catalog.queries.history import staff_name
from catalog.queries.locks.product import SelectedProducts, lock_items_at, lock_selected_products, locked_source
from catalog.rules.quantity import ZERO, quantity
from catalog.rules.stock_count import LONGEST_NOTE, MOST_ROWS, CountedRow, CountReason, judged_rows
from catalog.rules.text import InvalidTextError, typed_problem
from catalog.words.refusal import Refused
from catalog.words.stock_count import (
    EMPTY,
    HOLDS_NO_STOCK,
    NO_NUMBER,
    OTHER_REASON,
    TOO_MANY,
    TWICE,
    WHOLE_UNITS,
    against_reason,
    contested_words,
    moved_words,
    of_product,
    reason_words,
)


class CannotCount(Refused):
    """Nothing was saved. `of_rows` says why by product id.

    `found` are {product id: units there now (None: not assigned)} of rows that somebody else changed since they were shown.
    """

    def __init__(
        self,
        *problems: str,
        of_rows: Mapping[int, str] | None = None,
        found: Mapping[int, Decimal | None] | None = None,
    ) -> None:
        """Keep all three."""
        super().__init__(*problems)
        self.of_rows, self.found = dict(of_rows or {}), dict(found or {})


@dataclass(frozen=True)
class Moved:
    """The units of a product at the source before and after; `before` None: it was not assigned."""

    product_id: int
    sku: str
    before: Decimal | None
    after: Decimal


@transaction.atomic
def count_stock(
    *,
    source: Source,
    rows: Sequence[CountedRow],
    reason: CountReason,
    note: str = "",
    by: User | None,
    now: datetime,
    key: str | None = None,
) -> tuple[Moved, ...]:
    """Set the units of products at `source` to what was counted, and return which that changed; `reason` and `note` are kept.

    A row that was not counted anew stays as it is. A product that is not assigned is assigned, In Stock; a status that staff set
    stays. Counts may be below zero, when more was sold than lay there. The same `key` counts once. Raises `CannotCount`, naming
    each product, also of what somebody else changed since it was shown; `InvalidQuantityError` for what is no quantity,
    `InvalidTextError` for a note or key that cannot be kept, `Source.DoesNotExist`; with nothing saved.
    """
    if problem := typed_problem(note, longest=LONGEST_NOTE, is_line=True):
        raise InvalidTextError("Note", problem)
    counted = [_exact(row) for row in rows]
    if key is not None and not use_key(f"count:{key}", by=by, now=now).is_first:
        return ()
    if not rows or len(rows) > MOST_ROWS:
        raise CannotCount(TOO_MANY if rows else EMPTY)
    asked = {row.product_id for row in rows}
    if len(asked) < len(rows):
        raise CannotCount(TWICE)
    products = lock_selected_products(sorted(asked))
    there = locked_source(source.pk)
    lock_items_at(there.pk, products.skus)
    items = {item.product_id: item for item in SourceItem.objects.filter(source=there, product__in=products.skus)}
    moved = _moved(counted, products, items, reason)
    if moved:
        _write(there, moved, items, reason, note, by=by)
    return moved


def _exact(row: CountedRow) -> CountedRow:
    shown, counted = (None if units is None else quantity(units) for units in (row.shown, row.counted))
    return CountedRow(row.product_id, shown, counted)


def _moved(
    rows: Sequence[CountedRow], products: SelectedProducts, items: Mapping[int, SourceItem], reason: CountReason
) -> tuple[Moved, ...]:
    """Judge each row under the locks, in the order in which they came."""
    found = judged_rows(rows, {pk: item.quantity for pk, item in items.items()})
    problems, moved = dict[int, str](), list[Moved]()
    for row in rows:
        before = items[row.product_id].quantity if row.product_id in items else None
        if row.product_id in found.contested and row.counted is not None:
            problems[row.product_id] = contested_words(shown=row.shown, found=before, counted=row.counted)
        elif why := _why_not(row, before, products, reason):
            problems[row.product_id] = why
        elif row.product_id in found.changes:
            sku = products.skus[row.product_id]
            moved.append(Moved(row.product_id, sku, before, found.changes[row.product_id]))
    if problems:
        named = [of_product(products.skus.get(pk, f"Product {pk}"), why) for pk, why in problems.items()]
        raise CannotCount(*named, of_rows=problems, found=found.contested)
    return tuple(moved)


def _why_not(row: CountedRow, before: Decimal | None, products: SelectedProducts, reason: CountReason) -> str:
    if row.counted is None or row.counted == row.shown:
        return NO_NUMBER if row.counted is None and row.shown is not None else ""
    if row.product_id not in products.skus:
        return HOLDS_NO_STOCK
    own = products.own.get(row.product_id)
    # A fraction that lies there since the product was kept in decimals may stay.
    if row.counted % 1 and (row.counted - (row.shown or ZERO)) % 1 and not (own and own.is_qty_decimal):
        return WHOLE_UNITS
    if not reason.allows(before or ZERO, row.counted):
        return against_reason(reason, before or ZERO, row.counted)
    return ""


def _write(
    source: Source,
    moved: Sequence[Moved],
    items: Mapping[int, SourceItem],
    reason: CountReason,
    note: str,
    *,
    by: User | None,
) -> None:
    """One statement per kind, so that the triggers see each set of rows once."""
    kept = {"reason": reason.value, "note": note}
    who = {} if by is None else {"user": by.pk, "name": staff_name(by)}
    with pghistory.context(**who) as around:
        # All that is done in one context is told with what is kept there.
        if any(around.metadata.get(name, value) != value for name, value in kept.items()):
            raise CannotCount(OTHER_REASON)
        around.metadata.update(kept)
        new = [each for each in moved if each.before is None]
        changed = [each for each in moved if each.before is not None]
        for each in changed:
            items[each.product_id].quantity = each.after
        SourceItem.objects.bulk_update([items[each.product_id] for each in changed], ("quantity",))
        SourceItem.objects.bulk_create(
            SourceItem(source=source, product_id=each.product_id, quantity=each.after) for each in new
        )
    why = reason_words(kept)
    products = Product.objects.only("name").in_bulk([each.product_id for each in moved])
    record_changes(
        [(products[each.product_id], moved_words(source.name, each.before, each.after, why)) for each in moved],
        by=by,
    )
