import pytest
from django.contrib.auth.models import User

from catalog.actions.grid_view import (
    MOST_VIEWS,
    ViewNotSaved,
    delete_view,
    keep_columns,
    keep_size,
    open_with,
    save_view,
)
from catalog.models import GridChoice, GridView
from catalog.queries.grid_view import kept_choice

pytestmark = pytest.mark.django_db
GRID = "catalog.product"


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", is_staff=True)


@pytest.fixture
def ben() -> User:
    return User.objects.create_user("ben", is_staff=True)


def saved(by: User, name: str = "Low shelves", query: str = "quantity_to=5", **more: bool) -> GridView:
    flags = {"is_shared": False, "is_default": False} | more
    return save_view(GRID, name=name, query=query, by=by, **flags)


def test_a_view_sent_twice_is_one_view_and_the_second_is_kept(ada: User) -> None:
    first = saved(ada)
    again = saved(ada, name=" low  SHELVES ", query="quantity_to=9")
    assert again.pk == first.pk
    assert list(GridView.objects.values_list("name", "query")) == [("low SHELVES", "quantity_to=9")]


def test_two_people_keep_views_of_the_same_name_apart(ada: User, ben: User) -> None:
    saved(ada)
    saved(ben, query="quantity_to=1")
    assert sorted(GridView.objects.values_list("owner__username", "query")) == [
        ("ada", "quantity_to=5"),
        ("ben", "quantity_to=1"),
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\u202eb", "a\0b"])
def test_a_name_that_is_none_is_refused(ada: User, name: str) -> None:
    with pytest.raises(ViewNotSaved, match="Name"):
        saved(ada, name=name)
    assert not GridView.objects.exists()


def test_what_is_too_much_is_refused(ada: User) -> None:
    with pytest.raises(ViewNotSaved, match="more than can be kept"):
        saved(ada, query="q" * 2001)
    with pytest.raises(ViewNotSaved):
        keep_columns(GRID, columns="x" * 1001, by=ada)
    for number in range(MOST_VIEWS):
        saved(ada, name=f"view {number}")
    with pytest.raises(ViewNotSaved, match="Delete one first"):
        saved(ada, name="one more")
    saved(ada, name="view 7", query="")


def test_a_view_is_deleted_by_its_owner_alone_and_twice_is_once(ada: User, ben: User) -> None:
    view = saved(ada, is_shared=True, is_default=True)
    with pytest.raises(ViewNotSaved, match="belongs to ada"):
        delete_view(GRID, view_id=view.pk, by=ben)
    assert delete_view(GRID, view_id=view.pk, by=ada) == "Low shelves"
    assert delete_view(GRID, view_id=view.pk, by=ada) == ""
    assert kept_choice(GRID, ada).view is None


def test_one_of_several_views_is_deleted(ada: User) -> None:
    views = [saved(ada, name=name) for name in ("a", "b", "c")]
    delete_view(GRID, view_id=views[1].pk, by=ada)
    assert list(GridView.objects.order_by("name").values_list("name", flat=True)) == ["a", "c"]


def test_a_grid_opens_with_ones_own_view_or_a_shared_one(ada: User, ben: User) -> None:
    secret, shared = saved(ada), saved(ada, name="For all", is_shared=True)
    open_with(GRID, view_id=shared.pk, by=ben)
    assert kept_choice(GRID, ben).view == shared
    with pytest.raises(ViewNotSaved, match="gone"):
        open_with(GRID, view_id=secret.pk, by=ben)
    assert kept_choice(GRID, ben).view == shared
    assert kept_choice(GRID, ada).view is None
    open_with(GRID, view_id=None, by=ben)
    assert kept_choice(GRID, ben).view is None


def test_columns_and_size_are_kept_for_one_person_in_one_row(ada: User, ben: User) -> None:
    keep_columns(GRID, columns="sku.name", by=ada)
    keep_size(GRID, size="100", by=ada)
    keep_size(GRID, size="100", by=ada)
    with pytest.raises(ViewNotSaved):
        keep_size(GRID, size="7", by=ada)
    kept = kept_choice(GRID, ada)
    assert (kept.columns, kept.size, GridChoice.objects.count()) == ("sku.name", 100, 1)
    assert (kept_choice(GRID, ben).columns, kept_choice(GRID, ben).size) == ("", None)
