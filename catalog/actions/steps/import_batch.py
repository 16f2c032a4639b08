"""Some thousand rows of a product file are written in one transaction, in a constant number of queries."""

from collections.abc import Collection, Iterable, Sequence

from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from catalog.actions.steps.import_file import ImportReport, OwingRow, RefusedRow
from catalog.actions.steps.import_plan import PlannedRow, Shop, plan_rows
from catalog.actions.steps.import_write import write_products
from catalog.models import Category, Product
from catalog.queries.locks.imported_products import lock_imported_products, read_imported_products
from catalog.queries.promised import promised_products
from catalog.rules.product_key import category_slug_candidates, slug_candidates
from catalog.rules.product_row import ProductRow
from catalog.rules.product_row_cells import shown
from catalog.words.promised import promised_of_one


def import_batch(rows: Sequence[ProductRow], shop: Shop, *, most_change: bool = False) -> ImportReport:
    """Write `rows` and return what became of each. A refused row leaves nothing; the others are written together.

    `most_change`: as far as anybody can tell. Then all are locked and read once; else those that change nothing are found first,
    without a lock.

    Rows are judged before anything is written, so that the database should refuse nothing. When it does all the same (somebody
    took a URL key or made the product meanwhile, two writers waited for each other), the batch is undone and tried again in
    halves: what does not fit in the end is one row, and only that is refused.
    """
    try:
        with transaction.atomic():
            return _written(rows, shop) if most_change else _imported(rows, shop)
    except (DataError, IntegrityError, OperationalError) as error:
        if not connection.is_usable():
            raise
        if len(rows) == 1:
            reason = f"the database refused it: {str(error).partition('\n')[0]}"
            return ImportReport(refused=(RefusedRow(rows[0].line, shown(rows[0].sku), reason),))
    middle = len(rows) // 2
    first, second = (import_batch(half, shop, most_change=most_change) for half in (rows[:middle], rows[middle:]))
    return first.plus(second)


def _imported(rows: Sequence[ProductRow], shop: Shop) -> ImportReport:
    """Rows that change nothing are known without a lock: as their product is now, somebody may change it after them."""
    stored = read_imported_products(*_named(rows), with_promised=shop.is_net)
    known = [row for row in rows if stored.called(row.sku)]
    planned, refused = plan_rows(known, stored, shop)
    paths = _paths(planned)
    found = _categories(paths)
    _plan_links(planned, found)
    same = {
        plan.row.line
        for plan in planned
        if not plan.has_changes and not _candidates(plan)
        if not plan.row.categories
        or all(part in found for path in plan.row.categories for part in _with_those_above(path))
    }
    done = same | {row.line for row in refused}
    report = ImportReport(unchanged=len(same), refused=tuple(refused))
    changing = [row for row in rows if row.line not in done]
    return report.plus(_written(changing, shop)) if changing else report


def _written(rows: Sequence[ProductRow], shop: Shop) -> ImportReport:
    stored = lock_imported_products(*_named(rows), with_promised=shop.is_net)
    planned, refused = plan_rows(rows, stored, shop)
    assign_slugs(planned)
    _plan_links(planned, import_categories(_paths(planned)))
    write_products(planned, default_source=shop.default_source)
    created = sum(plan.is_new for plan in planned)
    updated = sum(plan.has_changes for plan in planned if not plan.is_new)
    return ImportReport(
        created=created,
        updated=updated,
        unchanged=len(planned) - created - updated,
        refused=tuple(refused),
        owing=_owing(planned),
    )


def _named(rows: Sequence[ProductRow]) -> tuple[list[str], list[str]]:
    return [row.sku for row in rows], [variation.sku for row in rows for variation in row.variations]


def _owing(planned: Collection[PlannedRow]) -> tuple[OwingRow, ...]:
    """Return the rows whose units were changed and do not cover what is promised."""
    counted = {plan.product.pk: plan.row for plan in planned if plan.units is not None and plan.product is not None}
    found = promised_products(counted)
    return tuple(
        OwingRow(counted[pk].line, shown(counted[pk].sku), promised_of_one(owing)) for pk, owing in found.items()
    )


def _paths(planned: Iterable[PlannedRow]) -> set[str]:
    return {path for plan in planned for path in plan.row.categories or ()}


def _plan_links(planned: Collection[PlannedRow], categories: dict[str, int]) -> None:
    """Say which links the rows ask for; a category that there is not yet is one that the product has not."""
    for plan in planned:
        if plan.row.categories is not None:
            plan.category_ids = {categories.get(path, 0) for path in plan.row.categories}
        if plan.product is None:
            continue
        pairs = ((plan.category_ids, plan.product.category_ids), (plan.website_ids, plan.product.website_ids))
        if any(wanted is not None and wanted != set(has) for wanted, has in pairs):
            plan.is_changed = True


def _categories(paths: Collection[str]) -> dict[str, int]:
    wanted = {part for path in paths for part in _with_those_above(path)}
    return dict(Category.objects.filter(path__in=wanted).values_list("path", "pk")) if wanted else {}


def import_categories(paths: Collection[str]) -> dict[str, int]:
    """Return {path: category id}; missing categories are made, with those above them, so that the tree has no holes."""
    found = _categories(paths)
    missing = sorted({part for path in paths for part in _with_those_above(path)} - found.keys())
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
    """Give a URL key to new products and to those whose row asks for another; one query, a second where a key is taken.

    A key that another product has, or had before this batch, is made unique with the SKU. A product that already has one of
    the keys that its row would get keeps it, so that a second import changes nothing.
    """
    wanting = [(plan, candidates) for plan in planned if (candidates := _candidates(plan))]
    asked: set[str] = set()
    taken: set[str] = set()
    unknown = {candidates[0] for _, candidates in wanting}
    while unknown:
        taken.update(Product.objects.filter(slug__in=unknown).values_list("slug", flat=True))
        asked |= unknown
        unknown = _assign(wanting, asked, taken)


def _assign(
    wanting: Iterable[tuple[PlannedRow, tuple[str, ...]]], asked: Collection[str], taken: Collection[str]
) -> set[str]:
    """Give each row the first of its keys that is free, and return the keys of which that has to be asked first."""
    given = set(taken)
    unknown: set[str] = set()
    for plan, candidates in wanting:
        # When even the last is taken, the database refuses the row.
        plan.slug = next((candidate for candidate in candidates if candidate not in given), candidates[-1])
        plan.is_changed = True
        given.add(plan.slug)
        if plan.slug not in asked:
            unknown.update(candidates)
    return unknown.difference(asked)


def _candidates(plan: PlannedRow) -> tuple[str, ...]:
    wanted = plan.row.url_key or (str(plan.row.fields["name"]) if plan.product is None else None)
    if wanted is None:
        return ()
    candidates = slug_candidates(wanted, plan.row.sku)
    return () if plan.product is not None and plan.product.slug in candidates else candidates
