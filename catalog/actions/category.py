"""A category is made, renamed, or put below another one; those below it come along."""

from django.db import transaction

from catalog.actions.steps.row import save_row
from catalog.models import Category
from catalog.queries.locks.row import lock_categories
from catalog.rules.category import SEPARATOR, moved_path, path_below, why_not_there
from catalog.rules.product_key import category_slug_candidates
from catalog.words.category import TAKEN, WHY_NOT
from catalog.words.refusal import Refused


class CannotSaveCategory(Refused):
    """Nothing was saved."""


@transaction.atomic
def save_category(category: Category, *, parent: Category | None) -> None:
    """Write `category` below `parent` (None: at the root) under its name, and the paths of all that stand below it.

    Raises `CannotSaveCategory` where it cannot stand, or another one does; `InvalidRowError` for what no column holds, and
    `Category.DoesNotExist` for one that is gone, as is its parent, with nothing saved.
    """
    lock_categories()
    above = "" if parent is None else Category.objects.values_list("path", flat=True).get(pk=parent.pk)
    is_new = category.pk is None
    stood = "" if is_new else Category.objects.values_list("path", flat=True).get(pk=category.pk)
    below = list(Category.objects.filter(path__startswith=f"{stood}{SEPARATOR}").order_by("pk")) if stood else []
    longest = max((len(each.path) - len(stood) for each in below), default=0)
    if problem := why_not_there(category.name, parent=above, stood=stood, longest_below=longest):
        raise CannotSaveCategory(WHY_NOT[problem])
    category.path = path_below(above, category.name)
    for each in below:
        each.path = moved_path(each.path, before=stood, after=category.path)
    moved = [category, *below]
    others = Category.objects.exclude(pk__in=[each.pk for each in moved if each.pk])
    if others.filter(path__in=[each.path for each in moved]).exists():
        raise CannotSaveCategory(TAKEN)
    category.slug = category.slug or _free_slug(category.path)
    save_row(category)
    Category.objects.bulk_update(below, ("path",))


def _free_slug(path: str) -> str:
    return next(slug for slug in category_slug_candidates(path) if not Category.objects.filter(slug=slug).exists())
