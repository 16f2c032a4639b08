"""What stands around every page of the shop: its name, its departments, the cart's count."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject

from backorders.models import CartLine
from backorders.storefront.session_cart import cart_token
from catalog.storefront.current_store import CurrentStore, StoreLink, current_store, store_links
from catalog.storefront.departments import departments


@dataclass(frozen=True)
class ShelfLink:
    """A department in the navigation."""

    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ShopFrame:
    """`words` are what the visitor searched for; `cart_count` counts the lines of the cart; `stores` are there to choose from."""

    name: str
    shelves: tuple[ShelfLink, ...]
    words: str
    cart_count: int
    stores: tuple[StoreLink, ...] = ()


def shop_frame(request: HttpRequest) -> dict[str, object]:
    """Give templates `shop`. It is worked out when a template first asks: the admin's never do."""
    return {"shop": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> ShopFrame:
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
    )


def _cart_count(request: HttpRequest, store: CurrentStore) -> int:
    token = cart_token(request, store.website)
    return 0 if token is None else CartLine.objects.filter(cart__token=token, cart__website=store.website).count()
