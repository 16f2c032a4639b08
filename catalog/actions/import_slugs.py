"""URL keys of imported products: each is free when it is given out."""

from collections.abc import Iterable

from catalog.actions.import_plan import PlannedRow
from catalog.models import Product
from catalog.rules.product_row_slug import slug_candidates


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
