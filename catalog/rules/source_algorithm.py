"""Source Selection Algorithm: in which order the sources are asked for units."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import assert_never

from catalog.rules.distance import Point, kilometres
from catalog.rules.source_selection import Candidate


class Algorithm(StrEnum):
    """The reference's algorithms, with its codes."""

    PRIORITY = "priority"
    DISTANCE = "distance"

    @property
    def label(self) -> str:
        """The algorithm in the merchant's words."""
        return "Distance Priority" if self is Algorithm.DISTANCE else "Source Priority"

    def ordered(
        self, candidates: Iterable[Candidate], *, places: Mapping[int, Point], to: Point | None
    ) -> tuple[Candidate, ...]:
        """Return the `candidates` (by priority) first choice first; `places` are the sources' {source id: place}.

        By distance the nearest to the place `to` gives first. Sources at the same distance keep their priority; those without a
        place come last, by priority. Without `to` nothing is near: priority decides.
        """
        match self:
            case Algorithm.PRIORITY:
                return tuple(candidates)
            case Algorithm.DISTANCE:
                return tuple(sorted(candidates, key=lambda candidate: _farness(places.get(candidate.source_id), to)))
            case _:
                assert_never(self)


def _farness(place: Point | None, to: Point | None) -> tuple[bool, float]:
    return (True, 0.0) if place is None or to is None else (False, kilometres(place, to))
