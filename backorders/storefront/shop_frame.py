"""Every page of the shop: its shelves, the visitor's cart and orders, and whether staff are looking.

Reading a page never opens a session.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from backorders.models import CartLine
from backorders.queries.cart_lines import OpenCart, open_cart
from backorders.queries.payment import order_to_pay
from backorders.words.contact import contact_email, questions_words
from catalog.models import Website
from catalog.queries.prepared import Compiled
from catalog.rules.sales_settings import CONTACT_EMAIL, CONTACT_PHONE
from catalog.storefront.current_store import CurrentStore, Holdings, StoreLink, current_store, store_links
from catalog.storefront.departments import departments

register = template.Library()


@dataclass(frozen=True)
class ShelfLink:
    """A department in the navigation."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ShopFrame:
    """`words` are what the visitor searched for; `cart_count` counts the lines of the cart; `stores` are there to choose from.

    `email` and `phone` are where the shop is reached, each empty when it is not configured. `is_signed_in`: into an account.
    """

    name: str
    shelves: tuple[ShelfLink, ...]
    words: str
    cart_count: int
    stores: tuple[StoreLink, ...] = ()
    email: str = ""
    phone: str = ""
    is_signed_in: bool = False


@register.simple_tag(takes_context=True)
def shop_frame(context: Context) -> ShopFrame:
    """Return the frame of a page, as `templates/base.html` asks for it."""
    request: HttpRequest = context["request"]
    try:
        store = current_store(request)
    except Http404:
        # The page that says so needs a frame too.
        return ShopFrame(name="", shelves=(), words="", cart_count=0)
    tree = departments(request)
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match is not None and match.url_name == "category" else None
    here = tree.called(slug) if slug else None
    return ShopFrame(
        name=store.website.name,
        shelves=tuple(
            ShelfLink(shelf.name, shelf.url, is_current=here is not None and shelf in (*tree.above(here), here))
            for shelf in tree.top
        ),
        words=request.GET.get("q", "")[:100],
        cart_count=_cart_count(request, store),
        stores=store_links(request, store),
        email=contact_email(store.configuration) if store.configuration.text(CONTACT_EMAIL) else "",
        phone=store.configuration.text(CONTACT_PHONE).strip(),
        is_signed_in=request.user.is_authenticated,
    )


@register.simple_tag(takes_context=True)
def shop_questions(context: Context) -> str:
    """Return how the shop is reached, as `components/questions.html` says it below a refusal; empty where it does not say."""
    try:
        return questions_words(current_store(context["request"]).configuration)
    except Http404:
        return ""


def _cart_count(request: HttpRequest, store: CurrentStore) -> int:
    token = cart_token(request, store.website)
    return 0 if token is None else len(_in_cart(token, store.website.pk))


@Compiled
def _in_cart(token: uuid.UUID, website: int) -> QuerySet[CartLine, tuple[int, Decimal]]:
    """Return (product id, units) of each line; the product may be gone."""
    lines = CartLine.objects.filter(cart__token=token, cart__website=website).order_by()
    return lines.values_list("product", "quantity")


def holdings(request: HttpRequest, website: Website) -> Holdings:
    """Return what the visitor holds on `website`. A visitor without a cart costs no query, another two or three."""
    token = cart_token(request, website)
    if token is None:
        return Holdings()
    in_cart = dict(_in_cart(token, website.pk))
    order = order_to_pay(token)
    if order is None:
        return Holdings(in_cart=in_cart)
    held = order.lines.exclude(product=None).values_list("product", flat=True)
    address = reverse("storefront:confirmation", kwargs={"checkout": order.checkout})
    # The cart became that order: its units are reserved, and nothing of them is bought a second time.
    return Holdings(waiting=frozenset(held), order_url=address)


# How the names begin under which the session keeps carts.
CART = "cart-"


def cart_token(request: HttpRequest, website: Website) -> uuid.UUID | None:
    """Return the token of the visitor's cart on `website`, None when there is none. The cart itself may be gone."""
    kept = request.session.get(_key(website))
    try:
        return uuid.UUID(str(kept)) if kept else None
    except ValueError:
        return None


def session_cart(request: HttpRequest, website: Website) -> OpenCart | None:
    """Return the visitor's cart on `website`, None when there is none."""
    token = cart_token(request, website)
    return None if token is None else open_cart(token, website)


def remember_cart(request: HttpRequest, website: Website, token: uuid.UUID) -> None:
    """Keep `token` as the visitor's cart on `website`."""
    if cart_token(request, website) != token:
        request.session[_key(website)] = str(token)


def _key(website: Website) -> str:
    return f"{CART}{website.pk}"


def signed_in_staff(request: HttpRequest) -> User | None:
    """Return the member of staff who is signed in here; None for a shopper, with or without an account.

    Who owes the second factor yet is none: the function says so that the setting OWES_SECOND_FACTOR names.
    """
    user = request.user
    if not (isinstance(user, User) and user.is_staff):
        return None
    owes: Callable[[User], bool] = import_string(settings.OWES_SECOND_FACTOR)
    return None if owes(user) else user


LENGTH = 32


def shopper_network(request: HttpRequest) -> str:
    """Return the keyed hash of the visitor's network address, which the function says that the setting CLIENT_ADDRESS names."""
    address: Callable[[HttpRequest], str] = import_string(settings.CLIENT_ADDRESS)
    return salted_hmac("backorders.order.network", address(request), algorithm="sha256").hexdigest()[:LENGTH]
