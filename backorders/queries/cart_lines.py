"""The lines of a cart, judged: may this quantity be bought now, and what of it would be backordered?"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from backorders.models import Cart
from catalog.models import Product, Stock
from catalog.queries.positions import positions
from catalog.rules.availability import Availability, availability
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.quantity_limits import Refusal, check_quantity


@dataclass(frozen=True)
class JudgedLine:
    """One cart line, in units. `refusal` is why it cannot be bought as it stands; None when it can."""

    pk: int
    product: Product
    quantity: Decimal
    availability: Availability
    refusal: Refusal | None


def cart_lines(
    cart: Cart, *, stock: Stock, configuration: Configuration, group: str | None = None
) -> tuple[JudgedLine, ...]:
    """Return the cart's lines in the order they were added, each judged on its sum. Three queries, however many lines.

    A product that was disabled (or whose configurable product was), or taken off the cart's website, is no longer for sale.
    """
    on_website = Product.websites.through.objects.filter(product_id=OuterRef("product_id"), website_id=cart.website_id)
    lines = list(
        cart.lines.select_related("product__variant_of")
        .defer("product__description", "product__variant_of__description")
        .annotate(is_on_website=Exists(on_website))
        .order_by("pk")
    )
    products = [line.product for line in lines]
    found = positions(products, stock=stock, configuration=configuration, group=group) if products else {}
    judged = []
    for line in lines:
        position, parent = found[line.product_id], line.product.variant_of
        for_sale = line.product.is_enabled and line.is_on_website and (parent is None or parent.is_enabled)
        judged.append(
            JudgedLine(
                pk=line.pk,
                product=line.product,
                quantity=line.quantity,
                availability=availability(position.level, position.policy, is_enabled=for_sale),
                refusal=check_quantity(line.quantity, position.level, position.policy, is_enabled=for_sale),
            )
        )
    return tuple(judged)
