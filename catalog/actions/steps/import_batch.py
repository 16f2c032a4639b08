"""Some hundred rows of a product file are written in one transaction, in a constant number of queries."""

from collections.abc import Collection, Iterable, Sequence

from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from catalog.actions.steps.import_file import ImportReport, OwingRow, RefusedRow
from catalog.actions.steps.import_plan import PlannedRow, Shop, plan_row
from catalog.models import Category, Product, SourceItem, StockItem
from catalog.queries.locks.imported_products import CategoryLink, StoredProducts, WebsiteLink, lock_imported_products
from catalog.queries.promised import promised_products
from catalog.rules.product_key import category_slug_candidates, slug_candidates
from catalog.rules.product_row import ProductRow
from catalog.rules.product_row_cells import RefusedRowError, shown
from catalog.rules.product_row_columns import INHERITED
from catalog.words.promised import promised_of_one

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


def import_categories(paths: Iterable[str]) -> dict[str, int]:
    """Return {path: category id}; missing categories are made, with those above them, so that the tree has no holes."""
    wanted = {part for path in paths for part in _with_those_above(path)}
    if not wanted:
        return {}
    found = dict(Category.objects.filter(path__in=wanted).values_list("path", "pk"))
    missing = sorted(wanted - found.keys())
    if missing:
        made = Category.objects.bulk_create(_with_free_slugs(missing))
        found.update({category.path: category.pk for category in made})
    return found


def _with_those_above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def _with_free_slugs(paths: list[str]) -> list[Category]:
    candidates = {path: category_slug_candidates(path) for path in paths}
    slugs = [slug for tried in candidates.values() for slug in tried]
    taken = set(Category.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    categories = []
    for path in paths:
        slug = next((slug for slug in candidates[path] if slug not in taken), candidates[path][-1])
        taken.add(slug)
        categories.append(Category(path=path, name=path.rpartition("/")[2], slug=slug))
    return categories


def assign_slugs(planned: Iterable[PlannedRow]) -> None:
    """Give a URL key to new products and to those whose row asks for another; one query.

    A key that another product has, or had before this batch, is made unique with the SKU. A product that already has one of
    the keys that its row would get keeps it, so that a second import changes nothing.
    """
    wanting = [(plan, candidates) for plan in planned if (candidates := _candidates(plan))]
    keys = [key for _, candidates in wanting for key in candidates]
    taken = set(Product.objects.filter(slug__in=keys).values_list("slug", flat=True)) if keys else set()
    for plan, candidates in wanting:
        # When even the last is taken, the database refuses the row.
        key = next((candidate for candidate in candidates if candidate not in taken), candidates[-1])
        taken.add(key)
        plan.set_fields({"slug": key})
        plan.has_new_slug = True


def _candidates(plan: PlannedRow) -> tuple[str, ...]:
    wanted = plan.row.url_key or (plan.product.name if plan.is_new else None)
    if wanted is None:
        return ()
    candidates = slug_candidates(wanted, plan.row.sku)
    return () if plan.product.slug in candidates else candidates
