"""A stock is saved or deleted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError

from catalog.actions.steps.row import keep_theirs, mine_only, record_change, save_row
from catalog.models import ConfigurationValue, SalesChannel, Source, Stock, StockSourceLink, Website
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.effect import StockEffect
from catalog.queries.locks.product import lock_linked_levels, lock_switched_sources
from catalog.queries.locks.row import lock_links, lock_websites, locked_row, locked_to_delete
from catalog.queries.on_sale import compared, on_sale
from catalog.queries.promised import promised_in_stock
from catalog.rules.quantity import ZERO
from catalog.words.refusal import Refused


@dataclass(frozen=True)
class SavedStock:
    """`left` names the websites that no longer belong to the stock and sell from the Default Stock now."""

    left: tuple[str, ...]


@dataclass(frozen=True)
class StockShown:
    """A stock as it was when it was read: its name, and its sources in their order."""

    name: str
    source_ids: tuple[int, ...]


SOURCES = "source_ids"


class StockLinkRefused(Refused):
    """The Default Stock draws from the Default Source and nothing else, and no other stock draws from it; nothing was saved."""


@transaction.atomic
def save_stock(
    stock: Stock,
    *,
    websites: Collection[Website],
    source_ids: Sequence[int] | None = None,
    shown: StockShown | None = None,
    by: User | None,
) -> SavedStock:
    """Write the stock's name, its websites, and its sources in the order of `source_ids` (the first is used first).

    A website belongs to exactly one stock: a chosen one moves here, a dropped one goes to the Default Stock (which drops
    none). `source_ids` None leaves the sources. With `shown` a name or an order of sources that only somebody else changed stays;
    what both changed raises `ChangedMeanwhile`. Raises `StockLinkRefused`, what `save_row` raises, and `DoesNotExist` for a
    website or a source that was deleted, with nothing saved.
    """
    # Before any row, as everybody who changes links does.
    lock_links()
    save_row(stock, only=None if shown is None else keep_theirs(stock, shown={"name": shown.name}))
    # One member of staff at a time: a row of the stock is there to wait for, a link that is not yet inserted is not.
    locked_row(stock)
    if shown is not None and source_ids is not None:
        stored = list(stock.links.order_by("priority", "pk").values_list("source_id", flat=True))
        mine = mine_only(
            shown={SOURCES: list(shown.source_ids)}, stored={SOURCES: stored}, wanted={SOURCES: list(source_ids)}
        )
        source_ids = mine.get(SOURCES)
    left = _save_channels(stock, {website.pk: website for website in websites}, by=by)
    if source_ids is not None:
        _save_links(stock, list(dict.fromkeys(source_ids)), by=by)
    return SavedStock(tuple(left))


def _save_channels(stock: Stock, websites: dict[int, Website], *, by: User | None) -> list[str]:
    # Held until the commit: a website that is deleted meanwhile has no channel to move.
    if lock_websites(websites) != set(websites):
        raise Website.DoesNotExist
    mine = {channel.website_id: channel for channel in stock.sales_channels.select_related("website")}
    for pk, website in websites.items():
        if pk not in mine:
            SalesChannel.objects.update_or_create(website=website, defaults={"stock": stock})
            record_change(stock, [f"Sales channel {website.name} assigned"], by=by)
    dropped = [] if stock.is_default else [channel for pk, channel in mine.items() if pk not in websites]
    if dropped:
        default = Stock.objects.default()
        SalesChannel.objects.filter(pk__in=[channel.pk for channel in dropped]).update(stock=default)
        record_change(stock, [f"Sales channel {channel.website.name} unassigned" for channel in dropped], by=by)
    return [channel.website.name for channel in dropped]


def _save_links(stock: Stock, source_ids: list[int], *, by: User | None) -> None:
    stored = {link.source_id: link for link in stock.links.select_related("source")}
    default = Source.objects.get(code=DEFAULT_SOURCE_CODE)
    added = [pk for pk in source_ids if pk not in stored]
    removed = [link for pk, link in stored.items() if pk not in source_ids]
    if (stock.is_default and (removed or set(added) - {default.pk})) or (not stock.is_default and default.pk in added):
        raise StockLinkRefused("Can not save link related to Default Source or Default Stock")
    priorities = {pk: priority for priority, pk in enumerate(source_ids, start=1)}
    moved = [link for pk, link in stored.items() if pk in priorities and link.priority != priorities[pk]]
    # In id order, before the first link is written: two stocks that swap sources would else wait for each other.
    touched = [*added, *(link.source_id for link in (*removed, *moved))]
    held = {source.pk for source in lock_switched_sources(touched)}
    if not set(added) <= held:
        raise Source.DoesNotExist
    if added or removed or moved:
        lock_linked_levels(stock, touched)
    for link in moved:
        link.priority = priorities[link.source_id]
    if removed:
        StockSourceLink.objects.filter(pk__in=[link.pk for link in removed]).delete()
    if moved:
        StockSourceLink.objects.bulk_update(moved, ["priority"])
    StockSourceLink.objects.bulk_create(
        StockSourceLink(stock=stock, source_id=pk, priority=priorities[pk]) for pk in added
    )
    if added or removed or moved:
        names = stock.links.order_by("priority", "pk").values_list("source__name", flat=True)
        record_change(stock, [f"Assigned sources: {', '.join(names) or 'none'}"], by=by)


@dataclass(frozen=True)
class StockChange:
    """What saving a stock would do, by stock whose sources change and by website that moves; `owed` units before and after."""

    effects: tuple[StockEffect, ...]
    owed: tuple[Decimal, Decimal]


def stock_effect(
    stock: Stock, *, websites: Collection[Website], source_ids: Sequence[int] | None, by: User | None
) -> StockChange:
    """Return what `save_stock` would do now: it is done, looked at, and taken back. Raises what `save_stock` raises."""
    configured = ConfigurationValue.objects.in_force().configured_policy()
    with transaction.atomic():
        channels, touched = _sold_by(), _touched(stock, source_ids)
        drawing = {row.pk: row for row in Stock.objects.filter(links__source__in=touched)}
        if touched and stock.pk:
            drawing[stock.pk] = stock
        by_stock = {pk: on_sale(pk, configured) for pk in drawing}
        by_website = {pk: on_sale(channel.stock_id, configured, website_id=pk) for pk, channel in channels.items()}
        owed = _owed(drawing.values(), touched)
        save_stock(stock, websites=websites, source_ids=source_ids, by=by)
        effects = [compared(drawing[pk].name, before, on_sale(pk, configured)) for pk, before in by_stock.items()]
        for pk, channel in _sold_by().items():
            left = channels[pk].stock if pk in channels else None
            if left is not None and left.pk == channel.stock_id:
                continue
            title = f"{channel.website.name}: from {left or 'no stock'} to {channel.stock}"
            effects.append(
                compared(title, by_website.get(pk, {}), on_sale(channel.stock_id, configured, website_id=pk))
            )
        change = StockChange(tuple(effects), (owed, _owed(drawing.values(), touched)))
        transaction.set_rollback(True)
    return change


def _touched(stock: Stock, source_ids: Sequence[int] | None) -> set[int]:
    """Return the sources that are assigned or unassigned."""
    stored = set(stock.links.values_list("source_id", flat=True)) if stock.pk else set()
    return set() if source_ids is None else stored ^ set(source_ids)


def _owed(stocks: Iterable[Stock], source_ids: Collection[int]) -> Decimal:
    return sum((each.owed for stock in stocks for each in promised_in_stock(stock, source_ids=source_ids)), ZERO)


def _sold_by() -> dict[int, SalesChannel]:
    """Return {website id: its channel}."""
    channels = SalesChannel.objects.select_related("website", "stock").order_by("website__name", "pk")
    return {channel.website_id: channel for channel in channels}


class StockNotDeletable(Refused):
    """The stock is the default one, has a sales channel, or is named by orders; nothing was deleted."""


@transaction.atomic
def delete_stock(stock: Stock) -> None:
    """Delete the stock with its links and levels; the source items stay. Raises `StockNotDeletable`."""
    lock_links()
    locked = locked_to_delete(stock)
    if locked.is_default:
        raise StockNotDeletable("Default Stock could not be deleted.")
    if locked.sales_channels.exists():
        raise StockNotDeletable("Stock has at least one sale channel and could not be deleted.")
    linked = [source.pk for source in lock_switched_sources(list(locked.links.values_list("source_id", flat=True)))]
    lock_linked_levels(locked, linked)
    try:
        locked.delete()
    except ProtectedError as error:
        raise StockNotDeletable("Stock has orders and could not be deleted.") from error
