"""Which shop the request is for: its store view, website, stock and configuration."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.http.request import split_domain_port

from catalog.models import ConfigurationValue, Stock, StoreView, Website
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.store_choice import StoreFace, offered_stores, opened_store
from catalog.storefront.shopper_group import shopper_group

KEPT_AS = "current_store"
# Where the session keeps the code of the store view that the visitor chose.
CHOSEN_STORE = "store_view"


@dataclass(frozen=True)
class CurrentStore:
    """The shop that a visitor stands in. `group` is the customer group whose minimum quantities hold.

    `offered` are the store views to change to, this one included.
    """

    store_view: StoreView
    website: Website
    stock: Stock
    configuration: Configuration
    group: str = NOT_LOGGED_IN
    offered: tuple[StoreView, ...] = ()


def current_store(request: HttpRequest) -> CurrentStore:
    """Return the store view whose host name was asked for, else the chosen, else the default one.

    Two queries for a visitor who is not logged in, once per request. Raises `Http404` when there is none whose website
    sells from a stock.
    """
    found: CurrentStore | None = getattr(request, KEPT_AS, None)
    if found is None:
        found = _find(request)
        setattr(request, KEPT_AS, found)
    return found


def _find(request: HttpRequest) -> CurrentStore:
    host, _ = split_domain_port(request.get_host())
    views = StoreView.objects.select_related("website__sales_channel__stock").filter(
        website__sales_channel__isnull=False
    )
    faces = {_face(view): view for view in views.order_by("-website__is_default", "website__name", "name", "pk")}
    opened = opened_store(faces, host=host, chosen=request.session.get(CHOSEN_STORE))
    if opened is None:
        raise Http404("This shop is not open yet: its website sells from no stock.")
    store_view = faces[opened]
    website = store_view.website
    return CurrentStore(
        store_view=store_view,
        website=website,
        stock=website.sales_channel.stock,
        configuration=ConfigurationValue.objects.in_force(store_view=store_view),
        group=shopper_group(request),
        offered=tuple(faces[face] for face in offered_stores(tuple(faces), opened=opened, host=host)),
    )


def _face(view: StoreView) -> StoreFace:
    return StoreFace(view.code, view.website.code, view.host, view.is_default)
