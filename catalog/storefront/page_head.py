"""What programs read of a page: search engines and the previews of a shared link in its head, proxies in its headers.

To search engines it speaks in the words of schema.org.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from textwrap import shorten
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from catalog.forms.hidden_fields import IS_SHARED
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.money import rounded
from catalog.storefront.current_store import CurrentStore, address_at
from catalog.storefront.departments import Crumb
from catalog.storefront.offers import Offer, chosen_address, first_day, option_fields, options_of, product_address
from catalog.storefront.picture import COLOUR_OPTIONS

# Search engines show about so many characters.
LONGEST_DESCRIPTION = 160
CUT = "…"


@dataclass(frozen=True)
class PageHead:
    """`title` is without the shop's name; `canonical` and `picture` (empty: none) are absolute; `kind` is Open Graph's."""

    title: str
    description: str
    canonical: str
    picture: str = ""
    kind: str = "website"


def page_address(request: HttpRequest, store: CurrentStore, path: str) -> str:
    """Return the one absolute address of `path` in the visitor's store view: at its own host name, if it has one."""
    return address_at(request, store.store_view.host, path)


def description_of(text: str) -> str:
    """Return `text` on one line, cut behind a word to what search engines show."""
    return shorten(text, LONGEST_DESCRIPTION, placeholder=CUT)


def page_title(title: str, page: int) -> str:
    """Return the title of one page of a listing: no two of them have the same."""
    if page == 1:
        return title
    return f"{title}, page {page}" if title else f"Page {page}"


SCHEMA = "https://schema.org/"
AVAILABILITY = {
    AvailabilityStatus.IN_STOCK: SCHEMA + "InStock",
    AvailabilityStatus.ON_BACKORDER: SCHEMA + "BackOrder",
    AvailabilityStatus.OUT_OF_STOCK: SCHEMA + "OutOfStock",
}
# What schema.org has words of its own for; another option is an additional property.
KNOWN_OPTIONS = dict.fromkeys(COLOUR_OPTIONS, "color") | {"size": "size", "material": "material", "pattern": "pattern"}
# A description with "</script>" in it must not end the block.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

type Said = dict[str, Any]
# The absolute address of a path.
type Address = Callable[[str], str]


def structured_data(things: Sequence[Said]) -> str:
    """Return JSON-LD that is safe inside a script element."""
    data = {"@context": SCHEMA, "@graph": list(things)}
    return json.dumps(data, ensure_ascii=False).translate(ESCAPES)


def said_of_trail(crumbs: Sequence[Crumb], address: Address, *, here: str) -> Said:
    """Return the trail as schema.org says it; its last step is the page at the absolute address `here`."""
    steps = [
        {"@type": "ListItem", "position": place, "name": crumb.label, "item": address(crumb.url) if crumb.url else here}
        for place, crumb in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def said_of_product(offer: Offer, address: Address, *, currency: str, picture: str, summary: str, today: date) -> Said:
    """Return a product with its offer, or a group of variants with the offer of each. `picture` is an absolute address."""
    product = offer.product
    url = address(product_address(product))
    about = {"name": product.name, "description": summary, "image": picture, "url": url}
    if product.holds_stock:
        return {"@type": "Product", "sku": product.sku} | about | {"offers": _offer(offer, url, currency, today)}
    return (
        {"@type": "ProductGroup", "productGroupID": product.sku}
        | about
        | {
            "variesBy": _varies_by(offer.variants),
            "hasVariant": [
                _variant(
                    variant,
                    address(chosen_address(product, option_fields(variant.product))),
                    currency,
                    picture=picture,
                    today=today,
                )
                for variant in offer.variants
            ],
        }
    )


def _offer(offer: Offer, url: str, currency: str, today: date) -> Said:
    told = offer.availability
    day = first_day(offer, today=today)
    return {
        "@type": "Offer",
        "url": url,
        "price": str(rounded(offer.product.price, currency)),
        "priceCurrency": currency,
        "itemCondition": f"{SCHEMA}NewCondition",
        "availability": AVAILABILITY[told.status],
    } | ({"availabilityStarts": day.isoformat()} if day else {})


def _varies_by(variants: Sequence[Offer]) -> list[str]:
    names = dict.fromkeys(name for variant in variants for name in options_of(variant.product))
    known = (KNOWN_OPTIONS.get(name.casefold()) for name in names)
    return [f"{SCHEMA}{word}" if word else name for name, word in zip(names, known, strict=True)]


def _variant(variant: Offer, url: str, currency: str, *, picture: str, today: date) -> Said:
    options = options_of(variant.product)
    known = {word: value for name, value in options.items() if (word := KNOWN_OPTIONS.get(name.casefold()))}
    others = [
        {"@type": "PropertyValue", "name": name, "value": value}
        for name, value in options.items()
        if name.casefold() not in KNOWN_OPTIONS
    ]
    return (
        {"@type": "Product", "sku": variant.product.sku, "name": variant.product.name, "image": picture}
        | known
        | ({"additionalProperty": others} if others else {})
        | {"offers": _offer(variant, url, currency, today)}
    )


def shared_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let proxies keep a page that is the same for every visitor who brings no cookie, and ask each time whether it still holds.

    The page of who brings one is his own. The mark (ETag) is made of the whole page: an old "In stock" is never shown again.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_shared = not request.COOKIES
        setattr(request, IS_SHARED, is_shared)
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.OK:
            return response
        patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
        if not is_shared:
            patch_cache_control(response, private=True, no_cache=True)
            return response
        patch_cache_control(response, public=True, no_cache=True)
        # Weak: compressed, the same page is never the same bytes twice.
        response.headers["ETag"] = f'W/"{sha256(response.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    return answered
