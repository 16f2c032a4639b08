"""The departments at the top are those that stand in no other that is there."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.storefront.departments import Department, Departments

PATHS = st.sets(st.lists(st.sampled_from(("Men", "Tops", "Men 2")), min_size=1, max_size=4).map("/".join), max_size=9)


@given(PATHS)
def test_at_the_top_is_what_stands_in_no_other(paths: set[str]) -> None:
    tree = Departments(tuple(Department(pk, path, path, str(pk)) for pk, path in enumerate(sorted(paths))))
    assert tree.top == tuple(row for row in tree.rows if not tree.above(row))
