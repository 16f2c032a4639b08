"""Buyers in processes of their own, as web workers are, who order as fast as they are served for some seconds."""

import multiprocessing
import multiprocessing.pool
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import django
from django.utils import timezone

django.setup()  # before anybody is forked, and once for all of them

from django.db import connection  # noqa: E402  models need the setup above

from backorders.actions.cart import add_to_cart, close_cart  # noqa: E402  models need the setup above
from backorders.actions.place_order import NotSalable, place_order  # noqa: E402
from catalog.models import Product, Website  # noqa: E402


@dataclass(frozen=True)
class Sold:
    """What one buyer came to: orders, refusals, seconds of his own CPU."""

    orders: int
    refused: int
    cpu: float


def buy(
    database: str, carts: Sequence[Sequence[int]], seconds: float, most: int | None, *, fills_carts: bool = False
) -> Sold:
    """Order the `carts` (ids of products, a unit of each) in turn for so many seconds, or `most` times.

    `fills_carts`: each is put into a cart first, and the cart is closed after its order.
    """
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database
    found = Product.objects.in_bulk({pk for cart in carts for pk in cart})
    lines = [[(found[pk], 1) for pk in cart] for cart in carts]
    website = Website.objects.get(is_default=True)
    orders = refused = 0
    ends, cpu = time.monotonic() + seconds, time.process_time()
    while time.monotonic() < ends and orders + refused != most:
        wanted = lines[(orders + refused) % len(lines)]
        token = _filled(wanted, website) if fills_carts else None
        try:
            order = place_order(lines=wanted, email="b@example.org", checkout=token, by=None, now=timezone.now())
            if fills_carts:
                close_cart(order=order)
            orders += 1
        except NotSalable:
            refused += 1
    return Sold(orders, refused, time.process_time() - cpu)


def _filled(lines: Sequence[tuple[Product, int]], website: Website) -> uuid.UUID | None:
    """Put the lines into a cart and return its token."""
    token = None
    for product, units in lines:
        token = add_to_cart(token=token, website=website, product=product, quantity=Decimal(units)).cart.token
    return token


class Counters:
    """So many buyers, started once and asked again and again."""

    def __init__(self, buyers: int) -> None:
        """Start them."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self.buyers = buyers
        self.pool: multiprocessing.pool.Pool = context.Pool(buyers)

    def buy(
        self, carts: Sequence[Sequence[int]], seconds: float, most: int | None = None, *, fills_carts: bool = False
    ) -> list[Sold]:
        """Let each begin at another of the `carts`, and return what each came to."""
        database = str(connection.settings_dict["NAME"])
        shares = [[*carts[n % len(carts) :], *carts[: n % len(carts)]] for n in range(self.buyers)]
        waiting = [
            self.pool.apply_async(buy, (database, share, seconds, most), {"fills_carts": fills_carts})
            for share in shares
        ]
        return [each.get(timeout=seconds + 120) for each in waiting]

    def close(self) -> None:
        """End them."""
        self.pool.terminate()
        self.pool.join()
