"""What a client of the shop wishes, and what it may pick from: by chance, so that a seed picks the same again."""

import os
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backorders.models import Order, OrderLine
from backorders.rules.order_status import OPEN, OrderStatus
from catalog.models import Product, Source
from tests.proof.goods import COUNTED, OWED, SOURCES, STRICT

# So few that several are at one order in the same moment; a hunt for a planted fault takes fewer.
ORDERS = int(os.environ.get("PROOF_ORDERS", "12"))


@dataclass(frozen=True)
class Wish:
    """Something to ask for: `what` goes into the history, `act` asks, however often, and returns what it was told."""

    kind: str
    what: dict[str, Any]
    act: Callable[[], dict[str, Any]]


class Chance:
    """What one client may pick from."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name, self.random, self.shared = name, chance, chance
        self._placed = 0

    def wait_for_all(self, seconds: float) -> None:
        """Wait for the next tick of everybody's clock, at which all wish the same of the same: in a hunt for races."""
        time.sleep(seconds - time.time() % seconds)
        self.shared = random.Random(round(time.time() / seconds))

    def key(self) -> str:
        """Return a key that nobody has used: by chance, so that a seed gives the same one again."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def email(self) -> str:
        """Return an address of which there is one order at most."""
        self._placed += 1
        return f"{self.name}-{self._placed}-{self.random.getrandbits(32):x}@example.org"

    def units(self, most: int = 3) -> Decimal:
        """Return a few units."""
        return Decimal(self.random.randint(1, most))

    def product(self, *skus: str) -> Product:
        """Return one of the products, as it is now."""
        return Product.objects.get(sku=self.shared.choice(skus or (OWED, OWED, STRICT, COUNTED)))

    def source(self) -> Source:
        """Return one of the sources."""
        return Source.objects.get(code=self.random.choice(SOURCES))

    def line(self) -> OrderLine | None:
        """Return a line of one of the newest orders that go on."""
        orders = Order.objects.filter(status__in=[*OPEN, OrderStatus.COMPLETE]).order_by("-pk")[:ORDERS]
        lines = OrderLine.objects.filter(order__in=[order.pk for order in orders]).select_related("order")
        found = list(lines.order_by("pk"))
        return self.shared.choice(found) if found else None
