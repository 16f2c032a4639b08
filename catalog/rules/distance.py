"""Distances on the earth, as the crow flies: no map, no service, the same answer everywhere."""

from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

# The mean radius (IUGG). The earth is not quite a ball: what follows is right to half a percent, which is enough to choose.
EARTH_RADIUS_KM = 6371.0088
METRES = 3
LARGEST_LATITUDE, LARGEST_LONGITUDE = 90, 180


@dataclass(frozen=True)
class Point:
    """A place on earth in decimal degrees: latitude from -90 to 90, longitude from -180 to 180."""

    latitude: Decimal
    longitude: Decimal


def is_on_earth(place: Point) -> bool:
    """Return whether the degrees of `place` are those of a place on earth. Bounds are inclusive."""
    if not (place.latitude.is_finite() and place.longitude.is_finite()):
        return False
    return abs(place.latitude) <= LARGEST_LATITUDE and abs(place.longitude) <= LARGEST_LONGITUDE


def kilometres(here: Point, there: Point) -> float:
    """Return the great circle distance of two places in kilometres, to the metre (haversine)."""
    latitudes = radians(here.latitude), radians(there.latitude)
    across = radians(here.latitude - there.latitude), radians(here.longitude - there.longitude)
    half = sin(across[0] / 2) ** 2 + cos(latitudes[0]) * cos(latitudes[1]) * sin(across[1] / 2) ** 2
    # Rounding may leave the other side of the earth a hair above 1, which no angle has.
    return round(2 * EARTH_RADIUS_KM * asin(sqrt(min(half, 1.0))), METRES)
