"""A made-up catalogue of any size, for whoever tries the shop with as many products as he has: written by COPY.

Beside other goods every trigger of the shop runs, as for any other writer. An empty shop is filled first and indexed and summed
up afterwards, by the functions that the triggers call (docs/decisions/0076).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import batched
from typing import Any

import pgtrigger
from django.db import connection, transaction
from django.db.models import Max

from catalog.actions.steps.bare_tables import bare
from catalog.models import (
    Category,
    Product,
    ProductSearch,
    SalesChannel,
    Source,
    SourceItem,
    Stock,
    StockItem,
    StockLevel,
    StockSourceLink,
    StoreView,
    Website,
)
from catalog.models.product import ProductType, Visibility
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.queries.inventory_differences import inventory_differences
from catalog.queries.locks.row import share_links
from catalog.rules.generated_catalog import OWN_STOCK, GeneratedProduct, department_paths, generated_products
from catalog.rules.in_force import OWN_VALUES
from catalog.rules.product_key import category_slug_candidates, slug_of

AT_ONCE = 10_000
# Website, currency, host name, and the sources of its stock.
OTHERS = (
    ("generated-europe", "Europe (generated)", "EUR", "europe.localhost", ("Rotterdam", "Gdansk")),
    ("generated-trade", "Trade (generated)", "USD", "trade.localhost", ("Trade Depot",)),
)
type Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Places:
    """Ids by the places that a generated product names."""

    websites: Sequence[int]
    sources: Sequence[int]
    departments: Mapping[str, int]


# Written at once in an empty shop, when everything lies where it belongs.
_WRITTEN_AFTERWARDS = (
    "catalog.Product:search_on_insert",
    "catalog.Product:price_range_on_insert",
    "catalog.CategoryLink:search_on_insert",
    "catalog.StockItem:classes_on_insert",
    "catalog.StockItem:low_stock_on_insert",
    "catalog.SourceItem:levels_on_insert",
    "catalog.StockLevel:written_by_triggers_only",
)
_LEVELS = """
    SELECT catalog_refresh_stock_levels(array_agg(link.stock_id), array_agg(item.product_id), TRUE)
    FROM catalog_sourceitem AS item JOIN catalog_stocksourcelink AS link ON link.source_id = item.source_id
"""
_PRICE_RANGES = """
    SELECT catalog_refresh_price_ranges(ARRAY(SELECT id FROM catalog_product WHERE product_type = 'configurable'))
"""
# Sorting and indexing a million rows takes more than a shop gives to a question.
_ROOM = "SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL work_mem = '64MB'"


def generate_catalog(count: int, *, seed: int, now: datetime, progress: Progress) -> None:
    """Add `count` made-up products, variants included; the same for the same seed.

    They are sold on the default website and on two more, which are made when they are missing, each with a stock and sources of
    its own. `progress(done, count)` is told after each ten thousand. Beside other products each ten thousand are a transaction,
    and whoever interrupts keeps what is done; an empty shop is filled in one, or stays empty. Raises `IntegrityError` where a SKU
    or URL key is there already.
    """
    places = _places()
    if Product.objects.exists():
        for batch in _batches(count, seed, places, now, progress):
            with transaction.atomic():
                batch()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    else:
        _fill(_batches(count, seed, places, now, progress))


@transaction.atomic
def _fill(batches: Iterable[Callable[[], None]]) -> None:
    """Write the batches into a shop without products, then what triggers would have written beside each, and prove it."""
    share_links()
    with pgtrigger.ignore(*_WRITTEN_AFTERWARDS), transaction.atomic():
        _write_all(batches)
    if wrong := inventory_differences():
        raise AssertionError(f"{len(wrong)} numbers of stock levels are not what source items come to, as {wrong[0]}")


def _write_all(batches: Iterable[Callable[[], None]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        with bare(Product, Product.websites.through, Product.categories.through, StockItem, SourceItem):
            for batch in batches:
                batch()
        cursor.execute("ANALYZE")
        cursor.execute(_PRICE_RANGES)
        with bare(ProductSearch, StockLevel):
            for ids in batched(Product.objects.order_by("pk").values_list("pk", flat=True), AT_ONCE):
                cursor.execute("SELECT catalog_refresh_search(%s::bigint[])", [list(ids)])
            cursor.execute(_LEVELS)
        cursor.execute("ANALYZE")


def _batches(count: int, seed: int, places: _Places, now: datetime, progress: Progress) -> Iterator[Callable[[], None]]:
    """Yield what writes the next ten thousand."""
    # Beyond all that there are, so that a second catalogue has SKUs of its own.
    first = 1 + (Product.objects.aggregate(last=Max("pk"))["last"] or 0)
    made: list[int] = []

    def write(batch: Sequence[GeneratedProduct]) -> None:
        # A configurable product may stand in another batch than its last variants: it is known by its place among all.
        ids = _new_ids(len(batch))
        made.extend(ids)
        _write(list(zip(ids, batch, strict=True)), made, places, now)
        progress(len(made), count)

    for batch in batched(generated_products(count, seed=seed, first=first), AT_ONCE):
        yield partial(write, batch)


@transaction.atomic
def _places() -> _Places:
    default = Source.objects.get(code=DEFAULT_SOURCE_CODE)
    websites, sources = [Website.objects.get(is_default=True).pk], [default.pk]
    for code, name, currency, host, called in OTHERS:
        website, is_new = Website.objects.get_or_create(code=code, defaults={"name": name, "currency": currency})
        if is_new:
            StoreView.objects.create(code=code, name="English", website=website, host=host)
        stock, _ = Stock.objects.get_or_create(name=name)
        SalesChannel.objects.get_or_create(website=website, defaults={"stock": stock})
        for priority, place in enumerate(called, start=1):
            source, _ = Source.objects.get_or_create(
                code=f"{code}-{priority}", defaults={"name": place, "postcode": "00000"}
            )
            StockSourceLink.objects.get_or_create(stock=stock, source=source, defaults={"priority": priority})
            sources.append(source.pk)
        websites.append(website.pk)
    return _Places(websites, sources, {path: _department(path) for path in department_paths()})


def _department(path: str) -> int:
    found = Category.objects.filter(path=path).first()
    if found is None:
        free = (slug for slug in category_slug_candidates(path) if not Category.objects.filter(slug=slug).exists())
        found = Category.objects.create(path=path, name=path.rpartition("/")[2], slug=next(free))
    return found.pk


def _new_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('catalog_product', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [pk for (pk,) in cursor.fetchall()]


_PRODUCT = (
    *("id", "sku", "name", "slug", "product_type", "is_enabled", "visibility", "price", "weight", "short_description"),
    *("description", "variant_of_id", "options", "created_at", "updated_at"),
)
# What has no column in OWN_STOCK: "Use Config Setting", but for two columns that are never NULL.
_NOT_SET: dict[str, Any] = dict.fromkeys(OWN_VALUES) | {
    field.attname: False
    for field in StockItem._meta.concrete_fields  # noqa: SLF001  Django's API
    if field.get_default() is False
}


def _write(rows: Sequence[tuple[int, GeneratedProduct]], made: Sequence[int], places: _Places, now: datetime) -> None:
    _copy("catalog_product", _PRODUCT, (_product(pk, row, made, now) for pk, row in rows))
    _copy(
        "catalog_product_websites",
        ("product_id", "website_id"),
        ((pk, places.websites[place]) for pk, row in rows for place in row.websites),
    )
    _copy(
        "catalog_product_categories",
        ("product_id", "category_id"),
        ((pk, places.departments[row.department]) for pk, row in rows if row.parent is None),
    )
    _copy(
        "catalog_stockitem",
        ("product_id", *_NOT_SET),
        ((pk, *(_NOT_SET | dict(OWN_STOCK[row.own])).values()) for pk, row in rows if row.own is not None),
    )
    _copy(
        "catalog_sourceitem",
        ("product_id", "source_id", "quantity", "is_in_stock"),
        (
            (pk, places.sources[place], units, is_in_stock)
            for pk, row in rows
            for place, (units, is_in_stock) in row.shelves.items()
        ),
    )


def _product(pk: int, row: GeneratedProduct, made: Sequence[int], now: datetime) -> tuple[object, ...]:
    created = now - timedelta(days=row.days_old)
    return (
        pk,
        row.sku,
        row.name,
        slug_of(f"{row.name} {row.sku}"),
        ProductType.CONFIGURABLE if row.is_configurable else ProductType.SIMPLE,
        row.is_enabled,
        Visibility.BOTH if row.parent is None else Visibility.NOT_VISIBLE,
        Decimal(row.price) / 100,
        Decimal(row.weight) / 1000,
        row.summary,
        row.description,
        None if row.parent is None else made[row.parent],
        json.dumps(dict(row.options)),
        created,
        created,
    )


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
