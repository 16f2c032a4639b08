"""Save the Sources area of a product: assign, change, unassign."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.steps.received_units import SourcesChanged, holds_no_stock, in_whole_units, too_many_there
from catalog.actions.steps.row import record_change
from catalog.models import Product, Source, SourceItem, StockItem
from catalog.queries.locks.product import lock_source_items
from catalog.rules.quantity import LARGEST, ZERO, InvalidQuantityError, plain, quantity


@dataclass(frozen=True)
class SourceValues:
    """What staff see and set for one product at one source. `notify_quantity` None is "Use Default"."""

    quantity: Decimal
    is_in_stock: bool = True
    notify_quantity: Decimal | None = None


@dataclass(frozen=True)
class SourceRow:
    """One row of the Sources area: as it was when the page was opened (None: not assigned) and as it shall be (None: unassign)."""

    source_id: int
    before: SourceValues | None
    after: SourceValues | None


@dataclass(frozen=True)
class MergedQuantity:
    """A quantity that somebody else changed meanwhile: the difference that was typed has been added to what was found."""

    source: str
    opened: Decimal
    typed: Decimal
    found: Decimal
    saved: Decimal


@transaction.atomic
def assign_sources(product: Product, *, rows: Iterable[SourceRow], by: User | None) -> tuple[MergedQuantity, ...]:
    """Bring the product's source items to what `rows` say; sources that no row names are left alone.

    Each row says what it was and what it shall be, so that two people at work do not undo each other: a value that the row
    did not change stays as it is now, and a quantity is changed by the difference that was typed. Returns the quantities
    where that mattered. Quantities may be negative: a count may say so.

    Raises `SourcesChanged`, `HoldsNoStock`, `InvalidQuantityError` for what is no quantity or a fraction of what is
    kept in whole units, and `Product.DoesNotExist`, with nothing saved.
    """
    wanted = [row for row in map(_exact, rows) if row.before != row.after]
    if not wanted:
        return ()
    moved = [row.source_id for row in wanted if row.before is None or row.after is None]
    items = lock_source_items(product, moved=moved)
    if not product.holds_stock:
        raise holds_no_stock(product)
    _refuse_fractions(product, wanted)
    names = dict(Source.objects.filter(pk__in=[row.source_id for row in wanted]).values_list("pk", "name"))
    work = _Work(product, items, names)
    for row in wanted:
        work.take(row)
    if work.refusals:
        raise SourcesChanged(*work.refusals)
    _write(product, work)
    record_change(product, work.history, by=by)
    return tuple(work.merged)


def _exact(row: SourceRow) -> SourceRow:
    if row.after is None:
        return row
    notify = row.after.notify_quantity
    if notify is not None and quantity(notify) < 0:
        raise InvalidQuantityError(notify, "A notify quantity is 0 or more.")
    exact = quantity(row.after.quantity)
    return replace(
        row,
        after=replace(row.after, quantity=exact, notify_quantity=None if notify is None else quantity(notify)),
    )


def _refuse_fractions(product: Product, rows: Iterable[SourceRow]) -> None:
    """Refuse fractions that were typed, not those that lie there since the product was kept in decimals."""
    changed = ((row.after.quantity, row.before.quantity if row.before else ZERO) for row in rows if row.after)
    fraction = next((after for after, before in changed if after % 1 and (after - before) % 1), None)
    if fraction is None or StockItem.objects.filter(product=product, is_qty_decimal=True).exists():
        return
    raise in_whole_units(product, fraction)


class _Work:
    """What has to be written, gathered row by row before anything is."""

    def __init__(self, product: Product, items: dict[int, SourceItem], names: dict[int, str]) -> None:
        self.product, self.items, self.names = product, items, names
        self.created: list[SourceItem] = []
        self.changed: list[SourceItem] = []
        self.removed: list[SourceItem] = []
        self.merged: list[MergedQuantity] = []
        self.refusals: list[str] = []
        self.history: list[str] = []

    def take(self, row: SourceRow) -> None:
        """Decide what one row asks for."""
        item, name = self.items.get(row.source_id), self.names.get(row.source_id, "")
        if not name:
            self.refusals.append("A source that was to be assigned does not exist any more.")
        elif row.after is None:
            self._unassign(name, item, row.before)
        elif row.before is None:
            self._assign(name, item, row.source_id, row.after)
        elif item is None:
            self.refusals.append(f"{name} was unassigned meanwhile. Assign it again if that is meant.")
        else:
            self._change(name, item, row.before, row.after)

    def _assign(self, name: str, item: SourceItem | None, source_id: int, after: SourceValues) -> None:
        if item is not None:
            self.refusals.append(
                f"{name} was assigned meanwhile, with {plain(item.quantity)} units. Open the page again."
            )
            return
        self.created.append(
            SourceItem(
                product=self.product,
                source_id=source_id,
                quantity=after.quantity,
                is_in_stock=after.is_in_stock,
                notify_quantity=after.notify_quantity,
            )
        )
        self.history.append(f"{name}: assigned with {plain(after.quantity)}")

    def _unassign(self, name: str, item: SourceItem | None, before: SourceValues | None) -> None:
        if item is None or before is None:
            return
        if item.quantity != before.quantity:
            self.refusals.append(
                f"{name} was not unassigned: it holds {plain(item.quantity)} units now, "
                f"{plain(before.quantity)} when this page was opened."
            )
            return
        self.removed.append(item)
        self.history.append(f"{name}: unassigned, {plain(item.quantity)} units removed")

    def _change(self, name: str, item: SourceItem, before: SourceValues, after: SourceValues) -> None:
        history = []
        if after.quantity != before.quantity:
            found, saved = item.quantity, item.quantity + after.quantity - before.quantity
            if abs(saved) > LARGEST:
                self.refusals.append(too_many_there(name, saved))
                return
            if found != before.quantity:
                self.merged.append(MergedQuantity(name, before.quantity, after.quantity, found, saved))
            item.quantity = saved
            history.append(f"quantity {plain(found)} → {plain(saved)}")
        if after.is_in_stock != before.is_in_stock:
            item.is_in_stock = after.is_in_stock
            history.append("In Stock" if after.is_in_stock else "Out of Stock")
        if after.notify_quantity != before.notify_quantity:
            item.notify_quantity = after.notify_quantity
            history.append(f"notify quantity {_notify_words(after)}")
        self.changed.append(item)
        self.history.append(f"{name}: {', '.join(history)}")


def _notify_words(values: SourceValues) -> str:
    return "Use Default" if values.notify_quantity is None else plain(values.notify_quantity)


def _write(product: Product, work: _Work) -> None:
    """One statement per kind, so that the triggers see each set of rows once and lock the levels in one order."""
    if work.removed:
        product.source_items.filter(pk__in=[item.pk for item in work.removed]).delete()
    if work.created:
        SourceItem.objects.bulk_create(work.created)
    if work.changed:
        SourceItem.objects.bulk_update(work.changed, ["quantity", "is_in_stock", "notify_quantity"])
