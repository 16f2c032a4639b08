"""What the visitor holds of a product already. The catalog knows no carts and orders: who keeps them answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from catalog.models import Website
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class Holdings:
    """`in_cart` are units in the visitor's cart, by product id; `waiting` the product ids of his order that waits for its payment.

    That order's page is at `order_url`, empty when there is none.
    """

    in_cart: Mapping[int, Decimal] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()
    order_url: str = ""

    def units(self, product_id: int) -> Decimal:
        """Return how many units of a product lie in the cart."""
        return self.in_cart.get(product_id, ZERO)

    def order_of(self, product_id: int) -> str:
        """Return the address of the visitor's unpaid order of a product, empty when there is none."""
        return self.order_url if product_id in self.waiting else ""


def shopper_holdings(request: HttpRequest, website: Website) -> Holdings:
    """Return what the visitor holds on `website`, by the function that the setting SHOPPER_HOLDINGS names."""
    answer: Callable[[HttpRequest, Website], Holdings] = import_string(settings.SHOPPER_HOLDINGS)
    return answer(request, website)
