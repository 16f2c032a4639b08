"""A number of the admin's first page, and the group that it stands in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True)
class Card:
    """One number, what it counts, and the list of it."""

    title: str
    number: str
    note: str
    icon: str
    link: str
    is_urgent: bool = False


@dataclass(frozen=True)
class CardGroup:
    """Cards of one sort, for who holds the rights of any of them."""

    title: str
    cards: tuple[Card, ...]


type Maker = Callable[[datetime], Iterable[Card]]


def link_to(screen: str, **asked: str) -> str:
    """Return the address of a list, narrowed to what is counted."""
    return f"{reverse(f'admin:{screen}')}{'?' if asked else ''}{urlencode(asked)}"
