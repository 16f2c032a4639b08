"""Source Priority and Distance Priority: the order in which sources are asked."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.source_selection import Algorithm, Candidate, Point, kilometres

BAG = 7
points = st.builds(Point, st.decimals(-90, 90, places=3), st.decimals(-180, 180, places=3))
source_places = st.dictionaries(st.integers(1, 6), points)


def candidates(sources: list[int]) -> tuple[Candidate, ...]:
    return tuple(Candidate(source, BAG, Decimal(source)) for source in sources)


def test_algorithms_have_the_references_words() -> None:
    assert [(each.value, each.label) for each in Algorithm] == [
        ("priority", "Source Priority"),
        ("distance", "Distance Priority"),
    ]


@given(st.permutations(range(1, 7)), source_places, points)
def test_priority_leaves_the_order_alone(order: list[int], places: dict[int, Point], to: Point) -> None:
    given_order = candidates(order)
    assert Algorithm.PRIORITY.ordered(given_order, points=places, to=to) == given_order


@given(st.permutations(range(1, 7)), source_places, points)
def test_distance_asks_the_nearest_first_and_sources_without_a_place_last(
    order: list[int], places: dict[int, Point], to: Point
) -> None:
    asked = [each.source_id for each in Algorithm.DISTANCE.ordered(candidates(order), points=places, to=to)]
    placed = [source for source in asked if source in places]
    assert sorted(asked) == sorted(order)
    assert asked[len(placed) :] == [source for source in order if source not in places]
    ways = [(kilometres(places[source], to), order.index(source)) for source in placed]
    assert ways == sorted(ways)


@given(st.permutations(range(1, 7)), source_places)
def test_without_a_place_to_go_to_priority_decides(order: list[int], places: dict[int, Point]) -> None:
    assert Algorithm.DISTANCE.ordered(candidates(order), points=places, to=None) == candidates(order)
