"""Some hundred rows of a product file in one transaction, in a constant number of queries."""

from collections.abc import Collection, Sequence

from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from catalog.actions.import_categories import import_categories
from catalog.actions.import_plan import PlannedRow, Shop, plan_row
from catalog.actions.import_report import ImportReport, OwingRow, RefusedRow
from catalog.actions.import_slugs import assign_slugs
from catalog.models import Product, SourceItem, StockItem
from catalog.queries.lock_imported_products import (
    CategoryLink,
    StoredProducts,
    WebsiteLink,
    lock_imported_products,
)
from catalog.queries.promised import promised_products
from catalog.rules.product_row import ProductRow
from catalog.rules.product_row_cells import RefusedRowError, shown
from catalog.rules.product_row_stock import INHERITED
from catalog.rules.promised_in_words import promised_of_one

WRITTEN_COLUMNS = [
    "name",
    "product_type",
    "is_enabled",
    "visibility",
    "price",
    "weight",
    "short_description",
    "description",
    "variant_of",
    "options",
    "updated_at",
]


def import_batch(rows: Sequence[ProductRow], shop: Shop) -> ImportReport:
    """Write `rows` and return what became of each. A refused row leaves nothing; the others are written together.

    Rows are judged before anything is written, so that the database should refuse nothing. When it does all the same (somebody
    took a URL key or made the product meanwhile, two writers waited for each other), the batch is undone and tried again in
    halves: what does not fit in the end is one row, and only that is refused.
    """
    try:
        with transaction.atomic():
            return _imported(rows, shop)
    except (DataError, IntegrityError, OperationalError) as error:
        if not connection.is_usable():
            raise
        if len(rows) == 1:
            reason = f"the database refused it: {str(error).partition('\n')[0]}"
            return ImportReport(refused=(RefusedRow(rows[0].line, shown(rows[0].sku), reason),))
    middle = len(rows) // 2
    return import_batch(rows[:middle], shop).plus(import_batch(rows[middle:], shop))


def _imported(rows: Sequence[ProductRow], shop: Shop) -> ImportReport:
    stored = lock_imported_products(
        [row.sku for row in rows],
        [variation.sku for row in rows for variation in row.variations],
        with_promised=shop.is_net,
    )
    planned: list[PlannedRow] = []
    refused: list[RefusedRow] = []
    for row in rows:
        try:
            planned.append(plan_row(row, stored, shop))
        except RefusedRowError as error:
            refused.append(RefusedRow(row.line, shown(row.sku), str(error)))
    assign_slugs(planned)
    _plan_links(planned, stored)
    _write_products(planned)
    _write_links(planned, stored)
    _write_stock(planned)
    created = sum(plan.is_new for plan in planned)
    updated = sum(plan.has_changes for plan in planned if not plan.is_new)
    return ImportReport(
        created=created,
        updated=updated,
        unchanged=len(planned) - created - updated,
        refused=tuple(refused),
        owing=_owing(planned),
    )


def _owing(planned: Collection[PlannedRow]) -> tuple[OwingRow, ...]:
    """Return the rows whose units were changed and do not cover what is promised."""
    counted = {plan.product.pk: plan.row for plan in planned if plan.source_item is not None and not plan.is_new}
    found = promised_products(counted)
    return tuple(
        OwingRow(counted[pk].line, shown(counted[pk].sku), promised_of_one(owing)) for pk, owing in found.items()
    )


def _plan_links(planned: Collection[PlannedRow], stored: StoredProducts) -> None:
    categories = import_categories(path for plan in planned for path in plan.row.categories or ())
    for plan in planned:
        if plan.row.categories is not None:
            plan.category_ids = {categories[path] for path in plan.row.categories}
        if plan.is_new:
            continue
        pairs = (
            (plan.category_ids, stored.categories[plan.product.pk]),
            (plan.website_ids, stored.websites[plan.product.pk]),
        )
        if any(wanted is not None and wanted != has.keys() for wanted, has in pairs):
            plan.is_changed = True


def _write_products(planned: Collection[PlannedRow]) -> None:
    Product.objects.bulk_create([plan.product for plan in planned if plan.is_new])
    changed = {plan.product.pk: plan.product for plan in planned if plan.is_changed and not plan.is_new}
    changed |= {variant.pk: variant for plan in planned for variant in plan.variants}
    _update_products([changed[pk] for pk in sorted(changed)], WRITTEN_COLUMNS)
    # A statement that names a unique column locks its rows against the orders that refer to them: only where it must be.
    _update_products([plan.product for plan in planned if plan.has_new_slug and not plan.is_new], ["slug"])


def _update_products(products: list[Product], columns: list[str]) -> None:
    # The rows exist and are locked, so that each INSERT conflicts and becomes an UPDATE: one statement for all.
    Product.objects.bulk_create(products, update_conflicts=True, unique_fields=["id"], update_fields=columns)


def _write_links(planned: Collection[PlannedRow], stored: StoredProducts) -> None:
    categories = [(plan.product.pk, plan.category_ids) for plan in planned if plan.category_ids is not None]
    has = stored.categories
    CategoryLink.objects.bulk_create(
        CategoryLink(product_id=pk, category_id=category)
        for pk, wanted in categories
        for category in sorted(wanted - has[pk].keys())
    )
    gone = [link for pk, wanted in categories for category, link in has[pk].items() if category not in wanted]
    if gone:
        CategoryLink.objects.filter(pk__in=gone).delete()
    websites = [(plan.product.pk, plan.website_ids) for plan in planned if plan.website_ids is not None]
    has = stored.websites
    WebsiteLink.objects.bulk_create(
        WebsiteLink(product_id=pk, website_id=website)
        for pk, wanted in websites
        for website in sorted(wanted - has[pk].keys())
    )
    gone = [link for pk, wanted in websites for website, link in has[pk].items() if website not in wanted]
    if gone:
        WebsiteLink.objects.filter(pk__in=gone).delete()


def _write_stock(planned: Collection[PlannedRow]) -> None:
    """Write the units last: their trigger locks stock levels, for which shoppers wait until the batch commits."""
    StockItem.objects.bulk_create(
        [plan.stock_item for plan in planned if plan.stock_item is not None],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=list(INHERITED),
    )
    units = [plan.source_item for plan in planned if plan.source_item is not None]
    SourceItem.objects.bulk_create(
        sorted(units, key=lambda item: item.product.pk),
        update_conflicts=True,
        unique_fields=["product", "source"],
        update_fields=["quantity", "is_in_stock"],
    )
