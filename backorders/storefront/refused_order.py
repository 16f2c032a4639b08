"""The visitor's last order whose payment was refused: trying again begins with what was typed for it."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from backorders.models import Order

KEY = "refused-order"


def remember_refused(request: HttpRequest, order: Order) -> None:
    """Keep `order`, by the token in its address, for the next checkout of this visitor."""
    request.session[KEY] = str(order.checkout)


def refused_order(request: HttpRequest) -> Order | None:
    """Return the order that was kept, None when there is none. No query then."""
    kept = request.session.get(KEY)
    try:
        return Order.objects.filter(checkout=kept).first() if kept else None
    except ValidationError:
        return None
