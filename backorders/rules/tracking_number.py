"""Tracking numbers as they are typed: of a shipment one for each box."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

# So many boxes leave as one shipment.
MOST_NUMBERS = 30


@dataclass(frozen=True)
class Tracking:
    """One tracking number with its carrier, and a title that says of which box; what is not known is empty."""

    title: str = ""
    carrier: str = ""
    number: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.title or self.carrier or self.number)


def new_numbers(known: Sequence[Tracking], typed: Sequence[Tracking]) -> tuple[Tracking, ...]:
    """Return those of the `typed` numbers that are not `known`: the same carrier and number with another title is no other one."""
    has = {(each.carrier, each.number) for each in known}
    return tuple(each for each in typed if (each.carrier, each.number) not in has)


class TrackingProblem(Enum):
    """Why tracking numbers cannot be kept."""

    TITLE_ALONE = auto()
    TWICE = auto()
    TOO_MANY = auto()


def tracking_problem(numbers: Sequence[Tracking]) -> TrackingProblem | None:
    """Return why these cannot be all of the numbers of one shipment; None when they can."""
    if len(numbers) > MOST_NUMBERS:
        return TrackingProblem.TOO_MANY
    if any(not (each.carrier or each.number) for each in numbers):
        return TrackingProblem.TITLE_ALONE
    is_twice = len({(each.carrier, each.number) for each in numbers}) < len(numbers)
    return TrackingProblem.TWICE if is_twice else None
