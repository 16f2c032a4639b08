"""Categories that imported products name: found by their path, made when they are missing."""

from collections.abc import Iterable

from catalog.models import Category
from catalog.rules.product_row_slug import category_slug_candidates


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
