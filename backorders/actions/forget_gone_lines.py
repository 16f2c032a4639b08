"""Take lines whose product was deleted out of a cart, and say which they were."""

from django.db import transaction

from backorders.models import Cart


def forget_gone_lines(*, cart: Cart) -> tuple[str, ...]:
    """Remove them and return the names of their products: each is told once. A cart without such lines costs one query."""
    return _forgotten(cart) if cart.lines.filter(product=None).exists() else ()


@transaction.atomic
def _forgotten(cart: Cart) -> tuple[str, ...]:
    found = cart.lines.select_for_update(of=("self",)).filter(product=None)
    gone = list(found.order_by("pk").values_list("pk", "gone_name"))
    if gone:
        cart.lines.filter(pk__in=[pk for pk, _ in gone]).delete()
    return tuple(name for _, name in gone)
