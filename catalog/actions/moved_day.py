"""Whose promised day becomes later by what is about to be done: it is done, looked at, and taken back."""

from collections.abc import Callable, Collection
from datetime import date
from typing import cast

from django.db import transaction

from catalog.models import Product
from catalog.rules.moved_day import WhoIsTold, all_told
from catalog.signals import days_moved


def who_is_told(act: Callable[[], object], *, product_ids: Collection[int], today: date) -> WhoIsTold:
    """Return who would be told when `act` had been done to the products, and is not to be told before. Nothing of it stays.

    What `act` raises is raised, and it will be again: nobody is told of what is refused. Twelve queries at most, beside those of
    `act`.
    """
    with transaction.atomic():
        before = whose_day_moved(product_ids, today=today)
        act()
        after = whose_day_moved(product_ids, today=today)
        transaction.set_rollback(True)
    return WhoIsTold(tuple(each for each in after.customers if each not in before.customers))


def whose_day_moved(product_ids: Collection[int], *, today: date) -> WhoIsTold:
    """Return whose day has become later than he was told, and who is to be told so."""
    answers = days_moved.send(sender=Product, product_ids=product_ids, today=today)
    return all_told(cast("WhoIsTold", answer) for _, answer in answers)
