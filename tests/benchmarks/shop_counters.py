"""Buyers in processes of their own, as web workers are, who order as fast as they are served for some seconds."""

import multiprocessing
import multiprocessing.pool
import time
from collections.abc import Sequence
from dataclasses import dataclass

import django
from django.utils import timezone

django.setup()  # before anybody is forked, and once for all of them

from django.db import connection  # noqa: E402  models need the setup above

from backorders.actions.place_order import NotSalable, place_order  # noqa: E402
from catalog.models import Product  # noqa: E402


@dataclass(frozen=True)
class Sold:
    """What one buyer came to: orders, refusals, seconds of his own CPU."""

    orders: int
    refused: int
    cpu: float


def buy(database: str, carts: Sequence[Sequence[int]], seconds: float, most: int | None) -> Sold:
    """Order the `carts` (ids of products, a unit of each) in turn for so many seconds, or `most` times."""
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database
    found = Product.objects.in_bulk({pk for cart in carts for pk in cart})
    lines = [[(found[pk], 1) for pk in cart] for cart in carts]
    connection.ensure_connection()
    orders = refused = 0
    ends, cpu = time.monotonic() + seconds, time.process_time()
    while time.monotonic() < ends and orders + refused != most:
        try:
            place_order(
                lines=lines[(orders + refused) % len(lines)], email="b@example.org", by=None, now=timezone.now()
            )
            orders += 1
        except NotSalable:
            refused += 1
    return Sold(orders, refused, time.process_time() - cpu)


class Counters:
    """So many buyers, started once and asked again and again."""

    def __init__(self, buyers: int) -> None:
        """Start them."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self.buyers = buyers
        self.pool: multiprocessing.pool.Pool = context.Pool(buyers)

    def buy(self, carts: Sequence[Sequence[int]], seconds: float, most: int | None = None) -> list[Sold]:
        """Let each begin at another of the `carts`, and return what each came to."""
        database = str(connection.settings_dict["NAME"])
        shares = [[*carts[n % len(carts) :], *carts[: n % len(carts)]] for n in range(self.buyers)]
        waiting = [self.pool.apply_async(buy, (database, share, seconds, most)) for share in shares]
        return [each.get(timeout=seconds + 120) for each in waiting]

    def close(self) -> None:
        """End them."""
        self.pool.terminate()
        self.pool.join()
