"""What an import has planned is copied into a table of its transaction, and written from there: one statement a table."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model

from catalog.actions.steps.import_plan import PlannedRow
from catalog.models import Product, SourceItem, StockItem
from catalog.models.product import Visibility
from catalog.rules.product_row_columns import INHERITED

# Columns of a product that a row may say, and what they are in a new product whose row does not.
SAID: Mapping[str, str | Decimal | bool | None] = {
    "name": "",
    "product_type": "",
    "is_enabled": True,
    "visibility": Visibility.BOTH.value,
    "price": Decimal(0),
    "weight": None,
    "short_description": "",
    "description": "",
}
UNITS = ("quantity", "is_in_stock")


def _typed(model: type[Model], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield f"{name} {model._meta.get_field(name).db_type(connection)}"  # noqa: SLF001  Django's API


def _listed(names: Iterable[str], form: str = "{0}") -> str:
    return ", ".join(form.format(name) for name in names)


# OFFSET 0: the sequence is looked up once, not for each number.
NEXT_IDS = """
    SELECT nextval(ids.name) FROM (SELECT pg_get_serial_sequence('catalog_product', 'id')::regclass AS name OFFSET 0) AS ids,
    generate_series(1, %s)
"""
NEW_PRODUCTS = f"""
    INSERT INTO catalog_product (id, sku, slug, {_listed(SAID)}, options, created_at, updated_at)
    SELECT id, sku, slug, {_listed(SAID)}, '{{}}', statement_timestamp(), statement_timestamp()
    FROM imported WHERE is_new ORDER BY id
"""  # noqa: S608  names of our own columns, here and below
CHANGED_PRODUCTS = f"""
    UPDATE catalog_product AS product
    SET {_listed(SAID, "{0} = coalesce(imported.{0}, product.{0})")}, updated_at = statement_timestamp()
    FROM imported WHERE product.id = imported.id AND is_changed AND NOT is_new
"""  # noqa: S608
# A statement that names a unique column locks its rows against the orders that refer to them: only where it must be.
CHANGED_SLUGS = """
    UPDATE catalog_product AS product SET slug = imported.slug
    FROM imported WHERE product.id = imported.id AND imported.slug IS NOT NULL AND NOT is_new
"""
PLACED_VARIANTS = """
    UPDATE catalog_product AS product
    SET variant_of_id = placed.parent, options = placed.options::jsonb, updated_at = statement_timestamp()
    FROM unnest(%(variants)s::bigint[], %(parents)s::bigint[], %(options)s::text[]) AS placed (id, parent, options)
    WHERE product.id = placed.id
"""
LINKED = "INSERT INTO {0} (product_id, {1}) SELECT id, unnest({2}) FROM imported WHERE {2} IS NOT NULL"
UNLINKED = "DELETE FROM {0} AS link USING imported WHERE link.product_id = imported.id AND link.{1} = ANY ({2})"
# What fills or empties each column of links.
LINKS = {
    "new_categories": LINKED.format("catalog_product_categories", "category_id", "new_categories"),
    "gone_categories": UNLINKED.format("catalog_product_categories", "category_id", "gone_categories"),
    "new_websites": LINKED.format("catalog_product_websites", "website_id", "new_websites"),
    "gone_websites": UNLINKED.format("catalog_product_websites", "website_id", "gone_websites"),
}
FIRST_LINK = len(("id", "is_new", "is_changed", "sku", "slug", *SAID))
FIRST_STOCK_ITEMS = f"""
    INSERT INTO catalog_stockitem (product_id, {_listed(INHERITED)})
    SELECT id, {_listed(INHERITED)} FROM imported WHERE has_stock AND NOT had_stock AND {{0}} ORDER BY id
"""  # noqa: S608
STOCK_ITEMS_OF_NEW = FIRST_STOCK_ITEMS.format("is_new")
STOCK_ITEMS_OF_OLD = FIRST_STOCK_ITEMS.format("NOT is_new")
CHANGED_STOCK_ITEMS = f"""
    UPDATE catalog_stockitem AS item SET {_listed(INHERITED, "{0} = imported.{0}")}
    FROM imported WHERE item.product_id = imported.id AND has_stock AND had_stock
"""  # noqa: S608
# The last two: their triggers lock stock levels, for which shoppers wait until the batch commits. No upserts: the triggers of an
# update would run for no rows first, and PostgreSQL would keep what it planned for none.
NEW_SOURCE_ITEMS = f"""
    INSERT INTO catalog_sourceitem (product_id, source_id, {_listed(UNITS)})
    SELECT id, %(source)s, {_listed(UNITS)} FROM imported WHERE quantity IS NOT NULL AND NOT had_units ORDER BY id
"""  # noqa: S608
CHANGED_SOURCE_ITEMS = f"""
    UPDATE catalog_sourceitem AS item SET {_listed(UNITS, "{0} = imported.{0}")}
    FROM imported
    WHERE item.product_id = imported.id AND item.source_id = %(source)s AND imported.quantity IS NOT NULL AND had_units
"""  # noqa: S608
# What triggers have planned for a batch that changed a few rows takes a second for one that changes thousands.
MANY = 100


def write_products(planned: Collection[PlannedRow], *, default_source: int) -> None:
    """Write all that the rows change, under the caller's locks; rows without changes are left alone."""
    changing = [plan for plan in planned if plan.is_new or plan.has_changes]
    if not changing:
        return
    _number(changing)
    staged = [_staged(plan) for plan in changing]
    _stage(staged)
    old = [plan for plan in changing if not plan.is_new]
    placed = _placed(changing)
    # Foreign keys are checked at COMMIT, so that links and stock values of a new product may come before it: their triggers find
    # nothing yet that they would write again, and the product's own find all of it.
    needed = {
        **{statement: any(row[place] for row in staged) for place, statement in enumerate(LINKS.values(), FIRST_LINK)},
        STOCK_ITEMS_OF_NEW: any(plan.stock_values is not None and plan.is_new for plan in changing),
        NEW_PRODUCTS: len(old) < len(changing),
        CHANGED_PRODUCTS: any(plan.is_changed for plan in old),
        CHANGED_SLUGS: any(plan.slug for plan in old),
        PLACED_VARIANTS: bool(placed["variants"]),
        STOCK_ITEMS_OF_OLD: any(plan.stock_values is not None and not plan.had_stock for plan in old),
        CHANGED_STOCK_ITEMS: any(plan.stock_values is not None and plan.had_stock for plan in changing),
        NEW_SOURCE_ITEMS: any(plan.units is not None and not plan.had_units for plan in changing),
        CHANGED_SOURCE_ITEMS: any(plan.units is not None and plan.had_units for plan in changing),
    }
    with connection.cursor() as cursor:
        if len(old) > MANY:
            cursor.execute("DISCARD PLANS")
        for statement in (each for each, is_needed in needed.items() if is_needed):
            cursor.execute(statement, {"source": default_source, **placed})
        cursor.execute("DROP TABLE imported")


def _number(changing: Iterable[PlannedRow]) -> None:
    """Give every new product its id."""
    new = [plan for plan in changing if plan.is_new]
    if new:
        with connection.cursor() as cursor:
            cursor.execute(NEXT_IDS, [len(new)])
            for plan, (pk,) in zip(new, cursor.fetchall(), strict=True):
                plan.pk = pk


def _stage(staged: Iterable[tuple[object, ...]]) -> None:
    typed = [
        "id bigint, is_new boolean, is_changed boolean",
        *_typed(Product, ("sku", "slug", *SAID)),
        *(f"{name} bigint[]" for name in LINKS),
        "has_stock boolean, had_stock boolean, had_units boolean",
        *_typed(StockItem, INHERITED),
        *_typed(SourceItem, UNITS),
    ]
    # COPY goes past Django, and a disk that is full has to be the same error as in any other statement.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE imported ({', '.join(typed)}) ON COMMIT DROP")
        with cursor.copy("COPY imported FROM STDIN") as copy:
            for row in staged:
                copy.write_row(row)


def _staged(plan: PlannedRow) -> tuple[object, ...]:
    product, fields = plan.product, plan.fields
    said = (
        [fields.get(name) for name in SAID] if product else [fields.get(name, unsaid) for name, unsaid in SAID.items()]
    )
    stock = plan.stock_values
    return (
        plan.pk,
        product is None,
        plan.is_changed,
        plan.row.sku,
        plan.slug or None,
        *said,
        *_links(plan.category_ids, product.category_ids if product else ()),
        *_links(plan.website_ids, product.website_ids if product else ()),
        stock is not None,
        plan.had_stock,
        plan.had_units,
        *(_NOTHING if stock is None else [stock[name] for name in INHERITED]),
        *(plan.units or (None, None)),
    )


_NOTHING = (None,) * len(INHERITED)


def _links(wanted: set[int] | None, has: Collection[int]) -> tuple[str | None, str | None]:
    """Return what is to be linked and what no more, as PostgreSQL writes arrays."""
    if wanted is None:
        return None, None
    new, gone = sorted(wanted.difference(has)), set(has) - wanted
    return _array(new), _array(gone)


def _array(ids: Collection[int]) -> str | None:
    return f"{{{','.join(map(str, ids))}}}" if ids else None


def _placed(changing: Iterable[PlannedRow]) -> dict[str, Any]:
    # Of a variant that one row lets go and another takes, the later word counts.
    placed = {each.product.pk: each for plan in changing for each in plan.variants}
    each = [placed[pk] for pk in sorted(placed)]
    return {
        "variants": sorted(placed),
        "parents": [None if place.parent is None else place.parent.pk for place in each],
        "options": [json.dumps(place.options) for place in each],
    }
