"""When somebody is about to switch sources: say how many orders wait for units of what lies there."""

from collections.abc import Collection
from typing import Any

from backorders.queries.backorder_desk import orders_owed_at


def say_how_many_wait(*, source_ids: Collection[int], **_: Any) -> int:
    """Return how many orders are owed units of products at the sources, in the stocks that draw on them."""
    return orders_owed_at(source_ids)
