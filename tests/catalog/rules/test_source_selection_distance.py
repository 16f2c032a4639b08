"""Distances: what holds for any places, and for cities whose distance is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.source_selection import Point, is_on_earth, kilometres

HALF_ROUND_THE_EARTH = 20015.115
BERLIN, PARIS = Point(Decimal("52.520008"), Decimal("13.404954")), Point(Decimal("48.856613"), Decimal("2.352222"))
NEW_YORK, LONDON = Point(Decimal("40.712776"), Decimal("-74.005974")), Point(Decimal("51.507351"), Decimal("-0.127758"))


def degrees(bound: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(-bound, bound, places=6)


points = st.builds(Point, degrees(90), degrees(180))


@given(points, points)
def test_distance_is_the_same_there_and_back_and_never_more_than_half_round_the_earth(
    here: Point, there: Point
) -> None:
    assert kilometres(here, there) == kilometres(there, here)
    assert 0 <= kilometres(here, there) <= HALF_ROUND_THE_EARTH


@given(points)
def test_a_place_is_no_way_from_itself(here: Point) -> None:
    assert kilometres(here, here) == 0


@given(points, points, points)
def test_a_detour_is_never_shorter(here: Point, there: Point, detour: Point) -> None:
    assert kilometres(here, there) <= kilometres(here, detour) + kilometres(detour, there) + 0.002


@given(degrees(90), degrees(90))
def test_east_and_west_of_the_date_line_are_the_same_meridian(here: Decimal, there: Decimal) -> None:
    east, west = Point(here, Decimal(180)), Point(here, Decimal(-180))
    other = Point(there, Decimal(179))
    assert kilometres(east, west) == pytest.approx(0, abs=0.002)
    assert kilometres(east, other) == pytest.approx(kilometres(west, other), abs=0.002)


@given(degrees(180), degrees(180))
def test_every_meridian_meets_at_the_pole(one: Decimal, other: Decimal) -> None:
    assert kilometres(Point(Decimal(90), one), Point(Decimal(90), other)) == pytest.approx(0, abs=0.002)


@pytest.mark.parametrize(
    ("here", "there", "known"),
    [
        (BERLIN, PARIS, 878),
        (NEW_YORK, LONDON, 5570),
        # Across the date line it is a short way, not once round the earth: Suva to Apia.
        (Point(Decimal("-18.1416"), Decimal("178.4419")), Point(Decimal("-13.8333"), Decimal("-171.7667")), 1147),
    ],
    ids=["Berlin-Paris", "New York-London", "Suva-Apia"],
)
def test_distance_of_cities_is_what_the_atlas_says(here: Point, there: Point, known: int) -> None:
    assert kilometres(here, there) == pytest.approx(known, rel=0.005)


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_there"),
    [("90", "-180", True), ("-90", "180", True), ("90.000001", "0", False), ("0", "-180.000001", False)],
)
def test_a_place_is_on_earth_within_its_degrees(latitude: str, longitude: str, is_there: bool) -> None:
    assert is_on_earth(Point(Decimal(latitude), Decimal(longitude))) is is_there
