"""`manage.py generate_catalogue N`."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils import timezone

from backorders.actions.generated_orders import generate_orders
from catalog.actions.generated_catalog import generate_catalog
from catalog.models import Product

HELP = """
Fill the shop with made-up products: names, SKUs, departments, variants, own stock values, three websites with stocks and sources of
their own, and (with --orders) orders that wait. For trying a shop of any size: nothing of it is meant to be sold.
"""


class Command(BaseCommand):
    """Adds made-up goods to an empty shop, or beside what is there when told so."""

    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, and whether beside other goods."""
        parser.add_argument("products", metavar="N", type=int, help="how many products, variants included")
        parser.add_argument("--orders", metavar="M", type=int, default=0, help="how many open orders of them")
        parser.add_argument("--seed", type=int, default=1, help="another catalogue for another number")
        parser.add_argument("--add", action="store_true", help="add them beside the products that are there already")

    def handle(self, *, products: int, orders: int, seed: int, add: bool, **_options: Any) -> None:
        """Say what will be added, and add it."""
        self._started = time.monotonic()
        if products < 0 or orders < 0:
            raise CommandError("N and --orders are numbers from 0 on.", returncode=2)
        there = Product.objects.count()
        if there and products and not add:
            raise CommandError(
                f"The shop has {there:,} products already, and nothing was added. --add puts the made-up ones beside them; they "
                "cannot be told from real goods afterwards.",
                returncode=2,
            )
        beside = f" beside the {there:,} that are there" if there else ""
        self._is_filled = not there
        self.stdout.write(f"Adding {products:,} made-up products{beside}, and {orders:,} orders.")
        now = timezone.now()
        try:
            if products:
                generate_catalog(products, seed=seed, now=now, progress=self._products)
        except IntegrityError as error:
            done = "what is done stays" if there else "nothing was added"
            raise CommandError(f"\nStopped; {done}. {str(error).partition(chr(10))[0]}") from error
        if orders:
            placed = generate_orders(orders, seed=seed, now=now, progress=self._orders)
            if placed < orders:
                self.stderr.write(f"Only {placed:,} orders: there is not more to be sold.")
        self.stdout.write(
            f"Done in {time.monotonic() - self._started:,.0f} s. manage.py check_inventory proves that it adds up."
        )

    def _products(self, done: int, count: int) -> None:
        self._show(f"{done:,} of {count:,} products", is_last=done == count)
        if self._is_filled and done == count:
            self.stdout.write("They are indexed and summed up now, which takes as long again; the shop waits for it.")

    def _orders(self, done: int, count: int) -> None:
        self._show(f"{done:,} of {count:,} orders", is_last=done == count)

    def _show(self, text: str, *, is_last: bool) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{text:<40}", ending="\n" if is_last else "")
            self.stdout.flush()
        else:
            self.stdout.write(text)
