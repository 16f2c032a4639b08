"""Which shop the request is for: its store view, website, stock and configuration."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port

from catalog.models import ConfigurationValue, Stock, StoreView, Website
from catalog.rules.configuration_in_force import Configuration

KEPT_AS = "current_store"
# The reference's group id of NOT LOGGED IN: the shop has no accounts yet.
SHOPPER_GROUP = "0"


@dataclass(frozen=True)
class CurrentStore:
    """The shop that a visitor stands in. `group` is the customer group whose minimum quantities hold."""

    store_view: StoreView
    website: Website
    stock: Stock
    configuration: Configuration
    group: str = SHOPPER_GROUP


def current_store(request: HttpRequest) -> CurrentStore:
    """Return the store view whose host name was asked for, else the default one: two queries, once per request.

    Raises `Http404` when there is none, or when its website sells from no stock.
    """
    found: CurrentStore | None = getattr(request, KEPT_AS, None)
    if found is None:
        found = _find(request)
        setattr(request, KEPT_AS, found)
    return found


def _find(request: HttpRequest) -> CurrentStore:
    host, _ = split_domain_port(request.get_host())
    store_view = (
        StoreView.objects.select_related("website__sales_channel__stock")
        .filter(Q(host=host) | Q(is_default=True), website__sales_channel__isnull=False)
        .order_by("is_default")
        .first()
    )
    if store_view is None:
        raise Http404("This shop is not open yet: its website sells from no stock.")
    website = store_view.website
    return CurrentStore(
        store_view=store_view,
        website=website,
        stock=website.sales_channel.stock,
        configuration=ConfigurationValue.objects.in_force(store_view=store_view),
    )
