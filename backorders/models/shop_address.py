"""The address of a page of the shop that an order was placed in, host included."""

from urllib.parse import urljoin, urlsplit

from django.db.models import Q
from payments.core import get_base_url

from backorders.models.order import Order
from catalog.models import StoreView


def shop_address(order: Order, path: str) -> str:
    """Return where `path` is found in the order's shop: at its store view's own host, else at PAYMENT_HOST. One query.

    The port and the scheme are PAYMENT_HOST's: one server answers for every host.
    """
    base, host = urlsplit(get_base_url()), _host(order)
    if host:
        base = base._replace(netloc=host if base.port is None else f"{host}:{base.port}")
    return str(urljoin(base.geturl(), path))


def _host(order: Order) -> str:
    """Return the host of the order's store view; of the website's first one for orders that name none, as those of staff."""
    mine = Q(pk=order.store_view_id) if order.store_view_id else Q(website=order.website_id)
    hosts = StoreView.objects.filter(mine).order_by("-is_default", "-host", "pk").values_list("host", flat=True)
    return hosts.first() or ""
