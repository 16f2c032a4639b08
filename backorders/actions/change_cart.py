"""Change or remove a line of the cart."""

import uuid
from decimal import Decimal

from django.db import transaction

from backorders.actions.add_to_cart import QuantityRefused
from backorders.models import CartLine
from backorders.queries.cart_lines import cart_lines
from backorders.queries.locked_cart import locked_cart
from catalog.models import ConfigurationValue, Stock, Website


def change_cart(
    *, token: uuid.UUID | None, website: Website, line: int, quantity: Decimal, group: str | None = None
) -> None:
    """Set the line with the id `line`, of the cart that `token` names, to `quantity` units; zero removes it.

    Raises `CartLine.DoesNotExist` for a line that is not in this cart, `QuantityRefused` with the cart unchanged.
    """
    with transaction.atomic():
        cart = None if token is None else locked_cart(token, website)
        found = CartLine.objects.select_related("product").get(cart=cart, pk=line)
        if not quantity:
            found.delete()
            return
        found.quantity = quantity
        found.save(update_fields=("quantity",))
        configuration = ConfigurationValue.objects.in_force(website=website)
        stock = Stock.objects.of_website(website)
        for judged in cart_lines(found.cart, stock=stock, configuration=configuration, group=group):
            if judged.pk == found.pk and judged.refusal is not None:
                raise QuantityRefused(judged.product, judged.refusal, most=judged.availability.most)
