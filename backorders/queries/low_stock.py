"""What fell to its notify level, and who is told."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from backorders.models import QueuePlace
from backorders.rules.outbox import next_digest
from catalog.models import (
    ConfigurationValue,
    LowStockNotice,
    Product,
    SalesChannel,
    SourceItem,
    StockLevel,
    StockSourceLink,
)
from catalog.rules import configuration as declared
from catalog.rules.quantity import ZERO
from catalog.rules.text import email_addresses


@dataclass(frozen=True)
class StockFacts:
    """A product in one stock, in units: on the shelves, promised to open orders, free, and owed to them.

    `free` could be promised from the shelves: other stocks may have units of them, too. It is below zero when units are owed.
    """

    stock: str
    on_hand: Decimal
    promised: Decimal
    free: Decimal
    owed: Decimal


@dataclass(frozen=True)
class SourceFacts:
    """A product at one source, in units."""

    source: str
    on_hand: Decimal


@dataclass(frozen=True)
class ProductFacts:
    """A product, by stock and by enabled source."""

    stocks: tuple[StockFacts, ...]
    sources: tuple[SourceFacts, ...]


def low_stock_facts(products: Collection[int]) -> dict[int, ProductFacts]:
    """Return {product id: its facts} in three queries, however many products."""
    owed = {
        (stock, product): total
        for stock, product, total in QueuePlace.objects.filter(product_id__in=products)
        .order_by()
        .values_list("stock_id", "product_id")
        .annotate(total=Sum("owed"))
    }
    stocks: defaultdict[int, list[StockFacts]] = defaultdict(list)
    levels = StockLevel.objects.filter(product_id__in=products, sources_assigned__gt=0)
    for level in levels.select_related("stock").order_by("stock_id"):
        facts = StockFacts(
            level.stock.name,
            level.on_hand,
            level.reserved,
            level.free,
            owed.get((level.stock_id, level.product_id), ZERO),
        )
        stocks[level.product_id].append(facts)
    sources: defaultdict[int, list[SourceFacts]] = defaultdict(list)
    items = SourceItem.objects.filter(product_id__in=products, source__is_enabled=True)
    for item in items.select_related("source").order_by("source__name", "source_id"):
        sources[item.product_id].append(SourceFacts(item.source.name, item.quantity))
    return {product: ProductFacts(tuple(stocks[product]), tuple(sources[product])) for product in products}


def low_stock_recipients(
    notices: Collection[LowStockNotice], *, now: datetime
) -> dict[LowStockNotice, dict[str, datetime]]:
    """Return {notice: {recipient: when to tell}}. The number of queries grows with the websites only.

    A website is concerned when it lists the product and sells from the stock, or from a stock that draws from the source. Who is
    named by several is told once, at the earliest.
    """
    told = _told_by_website(now)
    websites: defaultdict[int, set[int]] = defaultdict(set)
    for website, stock in SalesChannel.objects.values_list("website_id", "stock_id"):
        websites[stock].add(website)
    stocks: defaultdict[int, set[int]] = defaultdict(set)
    for source, stock in StockSourceLink.objects.values_list("source_id", "stock_id"):
        stocks[source].add(stock)
    listed: defaultdict[int, set[int]] = defaultdict(set)
    lists = Product.websites.through.objects.filter(product_id__in={notice.product_id for notice in notices})
    for product, website in lists.values_list("product_id", "website_id"):
        listed[product].add(website)
    found = {}
    together: defaultdict[tuple[int, int], dict[str, datetime]] = defaultdict(dict)
    for notice in notices:
        reached = {notice.stock_id} if notice.source_id is None else stocks[notice.source_id]
        selling = set().union(*(websites[stock] for stock in reached if stock is not None)) & listed[notice.product_id]
        found[notice] = _earliest(told[website] for website in selling)
        line = (notice.product_id, notice.crossed_in)
        together[line] = _earliest((together[line], found[notice]))
    # What fell in one write is one piece of news.
    return {
        notice: {recipient: together[notice.product_id, notice.crossed_in][recipient] for recipient in each}
        for notice, each in found.items()
    }


def _told_by_website(now: datetime) -> dict[int, dict[str, datetime]]:
    """Return {website: {recipient: when}}; the same mailbox in other letters is one recipient."""
    found = {}
    for channel in SalesChannel.objects.select_related("website"):
        configuration = ConfigurationValue.objects.in_force(website=channel.website)
        due = now
        if configuration.text(declared.LOW_STOCK_FREQUENCY) == "daily":
            hour = int(configuration.text(declared.LOW_STOCK_HOUR))
            due = next_digest(now=now, hour=hour, zone=timezone.get_default_timezone())
        typed = (
            configuration.text(declared.LOW_STOCK_RECIPIENTS) if configuration.flag(declared.LOW_STOCK_EMAIL) else ""
        )
        found[channel.website_id] = dict.fromkeys((address.lower() for address in email_addresses(typed)), due)
    return found


def _earliest(told: Iterable[Mapping[str, datetime]]) -> dict[str, datetime]:
    earliest: dict[str, datetime] = {}
    for recipient, due in (pair for each in told for pair in each.items()):
        earliest[recipient] = min(earliest.get(recipient, due), due)
    return earliest
