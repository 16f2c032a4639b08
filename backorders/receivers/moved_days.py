"""When somebody is about to move what is expected: say whose promised day becomes later."""

from datetime import date
from typing import Any

from backorders.queries.moved_day import moved_days
from catalog.actions.moved_day import Products
from catalog.rules.moved_day import MovedCustomer, WhoIsTold, all_told


def say_whose_day_moves(*, product_ids: Products, today: date, **_: Any) -> WhoIsTold:
    """Return who is to be told of lines of the products that his day has moved."""
    found = moved_days(today=today, product_ids=product_ids)
    return all_told(WhoIsTold((MovedCustomer(each.line.order.number, each.was, each.day),)) for each in found)
