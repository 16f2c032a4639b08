"""Which source ships what: by priority, or by distance as the crow flies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from typing import assert_never


@dataclass(frozen=True)
class Candidate:
    """An In Stock source item at an enabled source of the stock; candidates come sorted, first choice first."""

    source_id: int
    product_id: int
    available: Decimal


# The mean radius (IUGG). The earth is not quite a ball: what follows is right to half a percent, which is enough to choose.
EARTH_RADIUS_KM = 6371.0088
METRES = 3
LARGEST_LATITUDE, LARGEST_LONGITUDE = 90, 180


def in_typed_order(rows: Sequence[int], priorities: Sequence[int]) -> tuple[int, ...]:
    """Return `rows` by the priorities that were typed for them, each beside its row (1 is the first).

    A row that was given the priority of another goes before it on its way up, and behind it on its way down.
    """
    stood = range(1, len(rows) + 1)
    moves = [(typed, (typed > at) - (typed < at), at) for typed, at in zip(priorities, stood, strict=True)]
    return tuple(rows[at - 1] for _, _, at in sorted(moves))


@dataclass(frozen=True)
class Point:
    """A place on earth in decimal degrees: latitude from -90 to 90, longitude from -180 to 180."""

    latitude: Decimal
    longitude: Decimal


def is_on_earth(point: Point) -> bool:
    """Return whether the degrees of `point` are those of a place on earth. Bounds are inclusive."""
    if not (point.latitude.is_finite() and point.longitude.is_finite()):
        return False
    return abs(point.latitude) <= LARGEST_LATITUDE and abs(point.longitude) <= LARGEST_LONGITUDE


def kilometres(here: Point, there: Point) -> float:
    """Return the great circle distance of two places in kilometres, to the metre (haversine)."""
    latitudes = radians(here.latitude), radians(there.latitude)
    across = radians(here.latitude - there.latitude), radians(here.longitude - there.longitude)
    half = sin(across[0] / 2) ** 2 + cos(latitudes[0]) * cos(latitudes[1]) * sin(across[1] / 2) ** 2
    # Rounding may leave the other side of the earth a hair above 1, which no angle has.
    return round(2 * EARTH_RADIUS_KM * asin(sqrt(min(half, 1.0))), METRES)


class Algorithm(StrEnum):
    """The reference's algorithms, with its codes."""

    PRIORITY = "priority"
    DISTANCE = "distance"

    @property
    def label(self) -> str:
        """The algorithm in the merchant's words."""
        return "Distance Priority" if self is Algorithm.DISTANCE else "Source Priority"

    def ordered(
        self, candidates: Iterable[Candidate], *, points: Mapping[int, Point], to: Point | None
    ) -> tuple[Candidate, ...]:
        """Return the `candidates` (by priority) first choice first; `places` are the sources' {source id: place}.

        By distance the nearest to the place `to` gives first. Sources at the same distance keep their priority; those without a
        place come last, by priority. Without `to` nothing is near: priority decides.
        """
        match self:
            case Algorithm.PRIORITY:
                return tuple(candidates)
            case Algorithm.DISTANCE:
                return tuple(sorted(candidates, key=lambda candidate: _farness(points.get(candidate.source_id), to)))
            case _:
                assert_never(self)


def _farness(point: Point | None, to: Point | None) -> tuple[bool, float]:
    return (True, 0.0) if point is None or to is None else (False, kilometres(point, to))
