"""Add to Cart."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, connection, transaction

from backorders.models import Cart, CartLine, Order
from backorders.queries.cart_lines import cart_lines
from backorders.queries.locked_cart import locked_cart
from catalog.models import ConfigurationValue, Product, Stock, Website
from catalog.queries.database_errors import names_a_gone_row
from catalog.queries.salable import positions
from catalog.rules.availability import Availability, availability, first_quantity
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.quantity import LARGEST, ZERO, InvalidQuantityError
from catalog.rules.quantity import quantity as exact
from catalog.rules.quantity_limits import Refusal


class QuantityRefused(Exception):
    """The quantity cannot be bought; the cart is as it was, with `in_cart` units of what was asked for in it already.

    `told` is what the shopper is told about the product now.
    """

    def __init__(self, product: Product, refusal: Refusal, told: Availability, *, in_cart: Decimal = ZERO) -> None:
        super().__init__(f"{product.sku}: {refusal.reason.value}")
        self.product = product
        self.refusal = refusal
        self.told = told
        self.in_cart = in_cart


def add_to_cart(
    *,
    token: uuid.UUID | None,
    website: Website,
    product: Product,
    quantity: Decimal | None = None,
    group: str | None = None,
) -> CartLine:
    """Add `quantity` units (None: what a quantity box begins with) and return the line; its cart's token is to be remembered.

    What lies in the cart already is added before it is judged. A `token` that is None, unknown or used up by an order opens a
    new cart. Raises `QuantityRefused`, `InvalidQuantityError` for what is no quantity, and `Product.DoesNotExist` or
    `Website.DoesNotExist`, also for what is deleted in the same moment, with the cart unchanged. Calls for one cart wait for
    each other, none is lost.
    """
    if website.pk is None:
        raise Website.DoesNotExist
    configuration = ConfigurationValue.objects.in_force(website=website)
    stock = Stock.objects.of_website(website)
    added = _first(product, stock, configuration, group) if quantity is None else exact(quantity)
    if added <= 0:
        raise InvalidQuantityError(added, "A cart line holds more than nothing.")
    try:
        return _added(token, website, product, added, _Shop(stock, configuration, group))
    except IntegrityError as error:
        if not names_a_gone_row(error):
            raise
        gone = Product if Website.objects.filter(pk=website.pk).exists() else Website
        raise gone.DoesNotExist from error


@dataclass(frozen=True)
class _Shop:
    stock: Stock
    configuration: Configuration
    group: str | None


def _added(token: uuid.UUID | None, website: Website, product: Product, added: Decimal, shop: _Shop) -> CartLine:
    with transaction.atomic():
        # Fails for a product that was deleted since the page was made.
        product = Product.objects.select_related("variant_of").get(pk=product.pk)
        cart = _opened(token, website)
        line = cart.lines.filter(product=product).first() or CartLine(cart=cart, product=product, quantity=ZERO)
        in_cart = line.quantity
        # At most what the column holds, which is more than can ever be sold.
        line.quantity = min(line.quantity + added, LARGEST)
        line.price_seen = product.price
        line.save()
        # Check foreign keys now, while a refusal can still be answered; from here on a delete of the product waits.
        connection.check_constraints()
        judged = next(
            found
            for found in cart_lines(cart, stock=shop.stock, configuration=shop.configuration, group=shop.group)
            if found.pk == line.pk
        )
        if judged.refusal is not None:
            raise QuantityRefused(product, judged.refusal, judged.availability, in_cart=in_cart)
    return line


def _first(product: Product, stock: Stock, configuration: Configuration, group: str | None) -> Decimal:
    position = positions([product], stock=stock, configuration=configuration, group=group)[product.pk]
    return first_quantity(availability(position.level, position.policy))


def _opened(token: uuid.UUID | None, website: Website) -> Cart:
    """Return the locked cart of `token`, or a new one."""
    cart = None if token is None else locked_cart(token, website)
    if cart is not None:
        return cart
    # A cart that became an order while the shopper clicked: its token names that order for good.
    is_used = token is None or Order.objects.filter(checkout=token).exists()
    name = uuid.uuid4() if is_used or token is None else token
    Cart.objects.bulk_create([Cart(token=name, website=website)], ignore_conflicts=True)
    return Cart.objects.select_for_update().get(token=name, website=website)
