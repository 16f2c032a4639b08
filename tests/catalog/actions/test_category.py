"""A category is put somewhere, and takes along what stands below it."""

import pytest

from catalog.actions.category import CannotSaveCategory, save_category
from catalog.models import Category

pytestmark = pytest.mark.django_db


def made(*paths: str) -> list[Category]:
    found = enumerate(paths)
    return [Category.objects.create(path=path, name=path.rpartition("/")[2], slug=f"c-{n}") for n, path in found]


def paths() -> list[str]:
    return list(Category.objects.order_by("pk").values_list("path", flat=True))


def test_a_new_one_stands_below_its_parent_with_a_free_address() -> None:
    (men,) = made("Men")
    Category.objects.filter(pk=men.pk).update(slug="men-tops")
    save_category(new := Category(name="Tops"), parent=men)
    assert paths() == ["Men", "Men/Tops"]
    assert new.slug.startswith("men-tops-")
    save_category(Category(name="Women", slug="ladies"), parent=None)
    assert list(Category.objects.filter(path="Women").values_list("slug", flat=True)) == ["ladies"]


def test_renamed_and_moved_it_takes_along_what_stands_below_and_nothing_else() -> None:
    men, _, _, like, gear = made("Men", "Men/Tops", "Men/Tops/Tees", "Menswear", "Gear")
    men.name = "Man"
    save_category(men, parent=None)
    assert paths() == ["Man", "Man/Tops", "Man/Tops/Tees", "Menswear", "Gear"]
    save_category(men, parent=gear)
    assert paths() == ["Gear/Man", "Gear/Man/Tops", "Gear/Man/Tops/Tees", "Menswear", "Gear"]
    assert like.path == "Menswear"


def test_where_another_one_stands_or_below_itself_it_is_refused_and_nothing_moves() -> None:
    men, tops, gear, *_ = made("Men", "Men/Tops", "Gear", "Gear/Tops", "Man/Tops")
    with pytest.raises(CannotSaveCategory, match="stands there already"):
        save_category(tops, parent=gear)
    with pytest.raises(CannotSaveCategory, match="below itself"):
        save_category(men, parent=tops)
    men.name = "Man"
    with pytest.raises(CannotSaveCategory, match="stands there already"):
        save_category(men, parent=None)
    assert paths() == ["Men", "Men/Tops", "Gear", "Gear/Tops", "Man/Tops"]


def test_one_that_is_gone_is_told() -> None:
    men, gear = made("Men", "Gear")
    Category.objects.filter(pk=gear.pk).delete()
    with pytest.raises(Category.DoesNotExist):
        save_category(men, parent=gear)
    with pytest.raises(Category.DoesNotExist):
        save_category(gear, parent=None)
