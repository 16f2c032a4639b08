"""Whose promised day becomes later by what staff do: they read who, and then it is done. One place asks, whatever they do."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet

from catalog.models import Product
from catalog.rules.moved_day import WhoIsTold, all_told
from catalog.signals import days_moved
from catalog.words.moved_day import AGAIN, will_be_told
from catalog.words.refusal import Refused

type Products = Collection[int] | QuerySet[Any, Any]


class DaysMove(Refused):
    """Nothing was done: days become later by it, and who is told so was not looked at. `told` are they."""

    def __init__(self, told: WhoIsTold) -> None:
        """Keep them."""
        super().__init__(f"{will_be_told(told)} {AGAIN}")
        self.told = told


@contextmanager
def days_looked_at(products: Products, *, seen: str, today: date) -> Iterator[None]:
    """Refuse what is done within by `DaysMove` where days of customers become later by it who are not to be told already.

    `products` are the ids of all that it may concern, `seen` is the mark of who was looked at. It is one transaction: what was
    looked at is what is done, and a refusal leaves nothing of it. Two times six queries at most; two where the products owe
    nobody.
    """
    with transaction.atomic():
        before = whose_day_moved(products, today=today)
        yield
        told = newly_told(before, whose_day_moved(products, today=today))
        if told.customers and told.mark != seen:
            raise DaysMove(told)


def newly_told(before: WhoIsTold, after: WhoIsTold) -> WhoIsTold:
    """Return who is to be told `after` something was done and was not `before`."""
    return WhoIsTold(tuple(each for each in after.customers if each not in before.customers))


def whose_day_moved(products: Products, *, today: date) -> WhoIsTold:
    """Return whose day has become later than he was told, and who is to be told so; `products` are ids, in a query or not."""
    answers = days_moved.send(sender=Product, product_ids=products, today=today)
    return all_told(cast("WhoIsTold", answer) for _, answer in answers)
