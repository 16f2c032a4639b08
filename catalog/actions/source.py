"""What comes to a source is received; sources are enabled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.contrib.auth.models import User
from django.db import transaction

from catalog.actions.moved_day import newly_told, whose_day_moved
from catalog.actions.posted_form import use_key
from catalog.actions.steps.received_units import NotReceived, locked_shelf, one_product, receive_units
from catalog.actions.steps.row import record_change
from catalog.models import Product, Source
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.locks.product import lock_switched_sources
from catalog.queries.sources import SourcesStanding, UnitsAtSource, products_at, sources_standing, units_at
from catalog.rules.moved_day import WhoIsTold
from catalog.rules.quantity import more_than_nothing
from catalog.signals import orders_owed
from catalog.words.refusal import Refused


@transaction.atomic
def receive_stock(
    product: Product,
    *,
    source: Source,
    quantity: Decimal | int | str,
    by: User | None,
    now: datetime,
    key: str | None = None,
) -> None:
    """Add `quantity` units of `product` to what lies at `source`; assign it, In Stock, if it was not.

    The same `key` books once, whoever sends it and whenever. A status that staff set stays: a manual Out of Stock is not lifted
    by a delivery. Raises `InvalidQuantityError` for what is no quantity above zero or a fraction of what is kept in whole units,
    `SourcesChanged` when the sum cannot be stored, `HoldsNoStock` for a configurable product, `Product.DoesNotExist`
    for one that was deleted, with nothing saved.
    """
    units = more_than_nothing(quantity)
    if key is not None and not use_key(f"stock:{key}", by=by, now=now).is_first:
        return
    came = one_product(product, units)
    try:
        receive_units(locked_shelf(source, came), came, by=by)
    except NotReceived as refusal:
        raise refusal.problems[product.pk] from refusal


@dataclass(frozen=True)
class SourcesEffect:
    """What switching did, or would do: what lies at the sources that change, and where their stocks stand before and after.

    `orders_before` and `orders_after` are how many orders wait for units that these stocks owe, `told` whose promised day becomes
    later, so that they hear of it.
    """

    sources: tuple[UnitsAtSource, ...]
    before: SourcesStanding
    after: SourcesStanding
    orders_before: int
    orders_after: int
    told: WhoIsTold

    @property
    def mark(self) -> str:
        """What the page that asks brings back, to see what has changed: the sources, what is owed, who is told. Not each sale."""
        codes = ",".join(source.code for source in self.sources)
        return (
            f"{self.after.owed - self.before.owed:f}:{self.orders_after - self.orders_before}:{codes}:{self.told.mark}"
        )


class EffectChanged(Refused):
    """Nothing was switched: it would do something else now than was seen. `effect` is what."""

    def __init__(self, effect: SourcesEffect) -> None:
        """Keep what it would do now."""
        super().__init__("The numbers have changed since this page was opened. Please look at them once more.")
        self.effect = effect


@dataclass(frozen=True)
class EnabledSources:
    """Which sources were switched (ids), how many were so already, and whether the Default Source was left as it is."""

    switched: tuple[int, ...]
    already: int
    default_left: bool


@transaction.atomic
def enable_sources(
    source_ids: Collection[int], *, enable: bool, by: User | None, seen: str | None = None, today: date
) -> EnabledSources:
    """Switch the sources on or off. The Default Source can not be disabled: it is left out, and the answer says so.

    `seen` is the mark of the effect that was shown before, as of `today`; None: nothing was. Raises `EffectChanged` for another
    effect, with nothing saved.
    """
    rows = lock_switched_sources(source_ids)
    wanted = _wanted(rows, enable=enable)
    if wanted and seen is not None:
        effect = _switch(wanted, enable=enable, today=today)
        if effect.mark != seen:
            raise EffectChanged(effect)
    else:
        _set(wanted, enable=enable)
    for source in wanted:
        record_change(source, ["Enabled" if enable else "Disabled"], by=by)
    left = sum(_is_left(row, enable=enable) for row in rows)
    return EnabledSources(tuple(row.pk for row in wanted), len(rows) - len(wanted) - left, default_left=bool(left))


def sources_effect(source_ids: Collection[int], *, enable: bool, today: date) -> SourcesEffect:
    """Return what `enable_sources` would do now: it is done, looked at, and taken back. No rule is written a second time for it."""
    with transaction.atomic():
        effect = _switch(_wanted(lock_switched_sources(source_ids), enable=enable), enable=enable, today=today)
        transaction.set_rollback(True)
    return effect


def _wanted(rows: Sequence[Source], *, enable: bool) -> list[Source]:
    return [row for row in rows if row.is_enabled != enable and not _is_left(row, enable=enable)]


def _is_left(source: Source, *, enable: bool) -> bool:
    return not enable and source.code == DEFAULT_SOURCE_CODE


def _switch(wanted: Sequence[Source], *, enable: bool, today: date) -> SourcesEffect:
    ids = [source.pk for source in wanted]
    before, orders_before, heard = (
        sources_standing(ids),
        _orders_owed(ids),
        whose_day_moved(products_at(ids), today=today),
    )
    _set(wanted, enable=enable)
    told = newly_told(heard, whose_day_moved(products_at(ids), today=today))
    return SourcesEffect(units_at(ids), before, sources_standing(ids), orders_before, _orders_owed(ids), told)


def _orders_owed(source_ids: Collection[int]) -> int:
    answers = orders_owed.send(sender=Source, source_ids=source_ids)
    return sum(cast("int", number) for _, number in answers)


def _set(wanted: Sequence[Source], *, enable: bool) -> None:
    # One statement: the trigger sums the levels of all of them once, and locks them in one order.
    Source.objects.filter(pk__in=[source.pk for source in wanted]).update(is_enabled=enable)
