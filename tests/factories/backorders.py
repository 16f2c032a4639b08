"""Rows of carts and orders for tests. An order made here has reserved nothing: `place_order` does that."""

from datetime import UTC, datetime
from decimal import Decimal

from factory.declarations import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from backorders.models import Cart, CartLine, Order, OrderLine
from backorders.rules.order_status import OrderStatus
from catalog.models import Stock
from tests.factories.catalog import ProductFactory, default_website, product_with_stock


class CartFactory(DjangoModelFactory[Cart]):
    """An empty cart of the Main Website."""

    website = LazyFunction(default_website)

    class Meta:
        model = Cart


class CartLineFactory(DjangoModelFactory[CartLine]):
    """One unit of a product in a cart."""

    cart = SubFactory(CartFactory)
    product = SubFactory(ProductFactory)
    quantity = Decimal(1)

    class Meta:
        model = CartLine


def more_lines(cart: Cart, count: int) -> None:
    """Put a unit of `count` products that are on sale into the cart: rows, where a test counts queries and no request is needed."""
    for _ in range(count):
        product = product_with_stock(quantity=5)
        CartLineFactory.create(cart=cart, product=product, price_seen=product.price)


class OrderFactory(DjangoModelFactory[Order]):
    """A Processing order of the Main Website from the Default Stock, without lines."""

    number = Sequence(lambda n: f"T{n:09}")
    website = LazyFunction(default_website)
    stock = LazyFunction(Stock.objects.default)
    status = OrderStatus.PROCESSING.value
    email = "shopper@example.org"
    currency = "USD"
    total = Decimal("10.00")
    placed_at = datetime(2026, 11, 2, 12, tzinfo=UTC)

    class Meta:
        model = Order


class OrderLineFactory(DjangoModelFactory[OrderLine]):
    """One unit of a product in an order; SKU, name and price are the product's."""

    order = SubFactory(OrderFactory)
    product = SubFactory(ProductFactory)
    sku = SelfAttribute("product.sku")
    name = SelfAttribute("product.name")
    unit_price = SelfAttribute("product.price")
    ordered = Decimal(1)

    class Meta:
        model = OrderLine
