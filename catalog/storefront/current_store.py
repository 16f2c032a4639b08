"""The store that the visitor is in, and the others.

What he holds in carts and orders, which the catalog does not know, is asked of who keeps them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils.module_loading import import_string

from catalog.models import ConfigurationValue, Stock, StoreView, Website
from catalog.queries.customer import group_of
from catalog.queries.prepared import Compiled
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.in_force import Configuration, configuration_of_rows
from catalog.rules.quantity import ZERO
from catalog.rules.scope import Scope, StoreFace, offered_stores, opened_store

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

    One query for a visitor who is not logged in, once per request. Raises `Http404` when there is none whose website
    sells from a stock.
    """
    found: CurrentStore | None = getattr(request, KEPT_AS, None)
    if found is None:
        found = _find(request)
        setattr(request, KEPT_AS, found)
    return found


def enter_store(request: HttpRequest, *, website: int, store_view: int | None) -> str:
    """Let the rest of the request be of `website`, whichever the visitor stands in; return its host name, empty for none.

    For pages that belong to one shop wherever they are asked for, as those of its orders. `store_view` is preferred, else the
    website's default one. Empty, too, where the visitor is there already, or the website sells no more: then he stays. One query
    for who comes from elsewhere.
    """
    here = current_store(request)
    views = [] if here.website.pk == website else [view for view in _views() if view.website_id == website]
    if not views:
        return ""
    found = min(views, key=lambda view: (view.pk != store_view, not view.is_default, not view.host, view.pk))
    setattr(request, KEPT_AS, _standing_in(found, group=here.group, offered=here.offered))
    return str(found.host)


def _standing_in(view: Any, *, group: str, offered: tuple[StoreView, ...]) -> CurrentStore:
    return CurrentStore(
        store_view=view,
        website=view.website,
        stock=view.website.sales_channel.stock,
        configuration=configuration_of_rows(tuple(map(tuple, view.settings)), Scope.STORE_VIEW),
        group=group,
        offered=offered,
    )


def _find(request: HttpRequest) -> CurrentStore:
    host, _ = split_domain_port(request.get_host())
    faces = {_face(view): view for view in _views()}
    opened = opened_store(faces, host=host, chosen=request.session.get(CHOSEN_STORE))
    if opened is None:
        raise Http404("This shop is not open yet: its website sells from no stock.")
    offered = tuple(faces[face] for face in offered_stores(tuple(faces), opened=opened, host=host))
    return _standing_in(faces[opened], group=shopper_group(request), offered=offered)


@Compiled
def _views() -> QuerySet[Any, Any]:
    """Return the store views of websites that sell from a stock, with the settings that each sees."""
    views = StoreView.objects.select_related("website__sales_channel__stock").filter(
        website__sales_channel__isnull=False
    )
    return views.annotate(settings=ConfigurationValue.objects.seen_from_view()).order_by(
        "-website__is_default", "website__name", "name", "pk"
    )


def _face(view: StoreView) -> StoreFace:
    return StoreFace(view.code, view.website.code, view.host, view.is_default)


def shopper_group(request: HttpRequest) -> str:
    """Return the code of the group that the signed-in user's confirmed address is in; NOT LOGGED IN for anybody else.

    Asks the database nothing for a visitor who is not signed in.
    """
    email = confirmed_email(request)
    return group_of(email) if email else NOT_LOGGED_IN


def confirmed_email(request: HttpRequest) -> str:
    """Return the address of the account that is signed in, once who has it answered a mail to it; else nothing.

    By it alone an account is told what belongs to an address: its orders, its group. The backend of the site says it of its users.
    """
    return getattr(request.user, "confirmed_email", None) or ""


@dataclass(frozen=True)
class StoreLink:
    """One store view. `url` is its address when another host opens it; else it is chosen by posting its code."""

    name: str
    code: str
    url: str
    is_current: bool


def store_links(request: HttpRequest, store: CurrentStore) -> tuple[StoreLink, ...]:
    """Return the store views to choose from; none when there is but one."""
    if len(store.offered) < 2:  # noqa: PLR2004  a choice takes two
        return ()
    host, _ = split_domain_port(request.get_host())
    own_host, _ = split_domain_port(settings.PAYMENT_HOST)
    is_named = any(view.host == host for view in store.offered)

    def opens_at(view: StoreView) -> str:
        is_elsewhere = is_named and view.website_id != store.website.pk
        return view.host or (own_host if is_elsewhere else host)

    home = reverse("storefront:home")
    one_website = len({view.website_id for view in store.offered}) == 1
    return tuple(
        StoreLink(
            name=view.name if one_website else f"{view.website.name}: {view.name}",
            code=view.code,
            url="" if opens_at(view) == host else address_at(request, opens_at(view), home),
            is_current=view == store.store_view,
        )
        for view in store.offered
    )


def address_at(request: HttpRequest, host: str, path: str) -> str:
    """Return the absolute address of `path` at `host` (empty: where the request was asked), by the request's scheme and port."""
    asked, port = split_domain_port(request.get_host())
    return f"{request.scheme}://{host or asked}{port and f':{port}'}{path}"


@dataclass(frozen=True)
class Holdings:
    """`in_cart` are units in the visitor's cart, by product id; `waiting` the product ids of his order that waits for its payment.

    That order's page is at `order_url`, empty when there is none.
    """

    in_cart: Mapping[int, Decimal] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()
    order_url: str = ""

    def units(self, product_id: int) -> Decimal:
        """Return how many units of a product lie in the cart."""
        return self.in_cart.get(product_id, ZERO)

    def order_of(self, product_id: int) -> str:
        """Return the address of the visitor's unpaid order of a product, empty when there is none."""
        return self.order_url if product_id in self.waiting else ""


def shopper_holdings(request: HttpRequest, website: Website) -> Holdings:
    """Return what the visitor holds on `website`, by the function that the setting SHOPPER_HOLDINGS names."""
    answer: Callable[[HttpRequest, Website], Holdings] = import_string(settings.SHOPPER_HOLDINGS)
    return answer(request, website)
