"""Where a category may stand, and what its path is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.category import NotAPath, is_below, moved_path, path_below, why_not_there

names = st.text("abc", min_size=1, max_size=3)


@given(st.lists(names, min_size=1, max_size=4), names, names)
def test_what_stands_below_comes_along(above: list[str], name: str, other: str) -> None:
    before = "/".join(above)
    child = path_below(before, name)
    assert is_below(child, before)
    assert moved_path(child, before=before, after=other) == path_below(other, name)


@pytest.mark.parametrize(
    ("name", "parent", "stood", "below", "why"),
    [
        ("Tops", "Men", "", 0, None),
        ("Tops", "", "Men/Tops", 0, None),
        ("Tops", "Menswear", "Men", 0, None),
        ("Tops/Tees", "Men", "", 0, NotAPath.SEPARATOR),
        ("Men", "Men", "Men", 0, NotAPath.BELOW_ITSELF),
        ("Men", "Men/Tops", "Men", 0, NotAPath.BELOW_ITSELF),
        ("x" * 100, "y" * 154, "", 0, None),
        ("x" * 100, "y" * 155, "", 0, NotAPath.TOO_LONG),
        ("x" * 100, "y" * 154, "z", 1, NotAPath.TOO_LONG),
    ],
)
def test_where_it_may_stand(name: str, parent: str, stood: str, below: int, why: NotAPath | None) -> None:
    assert why_not_there(name, parent=parent, stood=stood, longest_below=below) == why
