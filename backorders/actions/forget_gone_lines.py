"""Take lines whose product was deleted out of a cart, and say which they were."""

from django.db import transaction
from django.db.models import QuerySet

from backorders.models import Cart, CartLine


def forget_gone_lines(*, cart: Cart) -> tuple[str, ...]:
    """Remove them and return the names of their products: each is told once. A cart without such lines costs one query."""
    gone = CartLine.objects.filter(cart=cart.pk, product=None)
    return _forgotten(gone) if gone.exists() else ()


@transaction.atomic
def _forgotten(lines: QuerySet[CartLine]) -> tuple[str, ...]:
    gone = list(lines.select_for_update(of=("self",)).order_by("pk").values_list("pk", "gone_name"))
    if gone:
        CartLine.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
    return tuple(name for _, name in gone)
