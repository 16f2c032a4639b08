"""The lines of a cart, judged: may this quantity be bought now, and what of it would be backordered?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet

from backorders.models import Cart, CartLine, Order
from catalog.models import Product, Stock, Website
from catalog.queries.prepared import Compiled
from catalog.queries.salable import as_column, for_sale, positions, there_is
from catalog.rules.availability import Availability, availability
from catalog.rules.in_force import Configuration
from catalog.rules.salable import Refusal, check_quantity


@dataclass(frozen=True)
class OpenCart:
    """A visitor's cart with its `lines` as they are. `was_ordered`: its token names an order already."""

    cart: Cart
    lines: Sequence[CartLine]
    was_ordered: bool

    @property
    def has_gone_lines(self) -> bool:
        """Whether products of it were deleted."""
        return any(line.product_id is None for line in self.lines)


def open_cart(token: uuid.UUID, website: Website) -> OpenCart | None:
    """Return the cart of `token` on `website`, None when there is none. One query, two for a cart without lines."""
    lines: list[Any] = _lines_of(token, website.pk)
    if lines:
        return OpenCart(lines[0].cart, lines, lines[0].was_ordered)
    found: Any = _cart.first(token, website.pk)
    return None if found is None else OpenCart(found, (), found.was_ordered)


@Compiled
def _cart(token: uuid.UUID, website: int) -> QuerySet[Cart]:
    ordered = Order.objects.filter(checkout=OuterRef("token"))
    return Cart.objects.filter(token=token, website=website).annotate(was_ordered=as_column(there_is(ordered)))


@Compiled
def _lines_of(token: uuid.UUID, website: int) -> QuerySet[CartLine]:
    ordered = Order.objects.filter(checkout=OuterRef("cart__token"))
    lines = _with_products(website).select_related("cart").annotate(was_ordered=as_column(there_is(ordered)))
    return lines.filter(cart__token=token, cart__website=website)


@dataclass(frozen=True)
class JudgedLine:
    """One cart line, in units. `refusal` is why it cannot be bought as it stands; None when it can.

    `is_promised` is False when checkout will refuse it and the cart does not say so: nothing is said of stock then.
    `is_for_sale`: the cart's website sells the product, so that its page opens. `price_seen` is what a unit cost when it was
    added, as far as that is known.
    """

    pk: int
    product: Product
    quantity: Decimal
    availability: Availability
    refusal: Refusal | None
    is_promised: bool = True
    is_for_sale: bool = True
    price_seen: Decimal | None = None

    @property
    def price_was(self) -> Decimal | None:
        """What one unit cost when it was added; None while it costs the same."""
        return None if self.price_seen == self.product.price else self.price_seen


def cart_lines(
    cart: Cart,
    *,
    stock: Stock,
    configuration: Configuration,
    group: str | None = None,
    judges: bool = True,
    rows: Sequence[CartLine] | None = None,
) -> tuple[JudgedLine, ...]:
    """Return the cart's lines in the order they were added, each judged on its sum. Two queries, however many lines.

    One, with the `rows` that `open_cart` has just found.
    `judges` False refuses nothing: "Enable Inventory Check On Cart Load" is off.
    Lines of deleted products are left out: `forget_gone_lines` names them.
    """
    lines: Sequence[Any] = _lines(cart.pk, cart.website_id) if rows is None else rows
    there = [(line, line.product) for line in lines if line.product is not None]
    products = [product for _, product in there]
    found = positions(products, stock=stock, configuration=configuration, group=group) if products else {}
    judged = []
    for line, product in there:
        position = found[product.pk]
        told = availability(position.level, position.policy, outlook=position.outlook, is_for_sale=line.is_for_sale)
        refusal = check_quantity(line.quantity, position.level, position.policy, is_for_sale=line.is_for_sale)
        is_promised = True
        if refusal is not None and not judges:
            # Not checked is not promised: nothing is said about backorders of what checkout will refuse.
            is_promised, refusal = False, None
        judged.append(
            JudgedLine(
                line.pk,
                product,
                line.quantity,
                told,
                refusal,
                is_promised=is_promised,
                is_for_sale=line.is_for_sale,
                price_seen=line.price_seen,
            )
        )
    return tuple(judged)


@Compiled
def _lines(cart: int, website: int) -> QuerySet[CartLine]:
    return _with_products(website).filter(cart=cart)


def _with_products(website: int) -> QuerySet[CartLine]:
    sold = Product.objects.filter(for_sale(website), pk=OuterRef("product_id"))
    return (
        CartLine.objects.select_related("product__variant_of")
        .defer("product__description", "product__variant_of__description")
        .annotate(is_for_sale=as_column(there_is(sold)))
        .order_by("pk")
    )
