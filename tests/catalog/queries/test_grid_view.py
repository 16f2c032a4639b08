import pytest
from django.contrib.auth.models import User

from catalog.models import GridView
from catalog.queries.grid_view import kept_choice, views_of

pytestmark = pytest.mark.django_db


def test_one_sees_ones_own_views_and_what_others_share_in_that_grid() -> None:
    ada, ben = (User.objects.create_user(name) for name in ("ada", "ben"))
    rows = (("b", ada, False), ("a", ada, True), ("c", ben, False), ("d", ben, True))
    for name, owner, is_shared in rows:
        GridView.objects.create(grid="catalog.product", owner=owner, name=name, is_shared=is_shared)
    GridView.objects.create(grid="backorders.order", owner=ada, name="orders", is_shared=True)
    assert [view.name for view in views_of("catalog.product", ada)] == ["a", "b", "d"]
    assert [view.name for view in views_of("catalog.product", ben)] == ["a", "c", "d"]


def test_who_chose_nothing_has_an_unsaved_choice() -> None:
    kept = kept_choice("catalog.product", User.objects.create_user("ada"))
    assert (kept.pk, kept.columns, kept.size, kept.view) == (None, "", None, None)
