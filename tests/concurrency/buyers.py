"""Buyers in processes of their own, as web workers are: started ready from one server of forks, so that sixteen cost little."""

import multiprocessing
from collections.abc import Sequence

import django
from django.utils import timezone

django.setup()  # before anybody is forked, and once for all of them

from django.db import OperationalError, connection  # noqa: E402  models need the setup above

from backorders.actions.place_order import place_order  # noqa: E402
from catalog.models import Product  # noqa: E402

SECONDS = 240


def buy(database: str, skus: Sequence[str], orders: int) -> list[str]:
    """Place `orders` orders of one unit of each SKU, listed in this order; return what went wrong as a shopper would see it."""
    connection.settings_dict["NAME"] = database
    lines = [(Product.objects.get(sku=sku), 1) for sku in skus]
    faults = []
    for _ in range(orders):
        try:
            place_order(lines=lines, email="shopper@example.org", by=None, now=timezone.now())
        except OperationalError as error:  # a deadlock is one
            faults.append(str(error))
    connection.close()
    return faults


def buy_in_processes(carts: Sequence[Sequence[str]], *, orders: int) -> list[list[str]]:
    """Let one process for each of `carts` (SKUs in the order they are listed) place `orders` orders; return their faults."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    database = str(connection.settings_dict["NAME"])
    with context.Pool(len(carts)) as pool:
        waiting = [pool.apply_async(buy, (database, tuple(skus), orders)) for skus in carts]
        return [each.get(timeout=SECONDS) for each in waiting]
