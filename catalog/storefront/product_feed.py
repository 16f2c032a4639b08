"""The products of a shop as a feed for shopping engines: RSS 2.0 with Google's attributes, written while it is read.

Products are read in steps, outside of any transaction: who takes the feed slowly keeps nothing of the database from others.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from xml.sax.saxutils import escape

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from catalog.models import Product
from catalog.queries.listing import shown_products
from catalog.rules import configuration as declared
from catalog.rules.money import rounded
from catalog.rules.product_feed import feed_availability
from catalog.storefront.current_store import CurrentStore
from catalog.storefront.offers import (
    Offer,
    chosen_address,
    first_day,
    offers,
    option_fields,
    options_of,
    product_address,
)
from catalog.storefront.page_head import KNOWN_OPTIONS, page_address
from catalog.storefront.picture import picture
from catalog.storefront.product_page import prose

# Products, with their variants, that are looked up at once.
STEP = 500
# What Google takes of them.
LONGEST_TITLE, LONGEST_DESCRIPTION = 150, 5000
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
)
FOOT = "</channel>\n</rss>\n"
# Characters that XML cannot hold, not even written as numbers.
NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

type Address = Callable[[str], str]


def opens_feed(store: CurrentStore, key: str) -> bool:
    """Return whether `key` is the one that the store's feed is asked with; without a key in the settings there is no feed."""
    kept = store.configuration.text(declared.FEED_KEY)
    return bool(kept) and constant_time_compare(kept, key)


def product_feed(request: HttpRequest, store: CurrentStore, *, today: date) -> Iterator[str]:
    """Write the feed of the visitor's store view: each product and variant that a page shows, with price, stock and day."""
    base = page_address(request, store, "")

    def address(path: str) -> str:
        return f"{base}{path}"

    yield HEAD
    yield _elements({"title": store.website.name, "link": address(reverse("storefront:home"))})
    yield _elements({"description": f"Products of {store.website.name}"})
    for products in _steps(store):
        yield "".join(_items(offers(products, store), store, address, today))
    yield FOOT


def _steps(store: CurrentStore) -> Iterator[list[Product]]:
    last = 0
    while found := list(shown_products(store.website.pk).filter(pk__gt=last).order_by("pk")[:STEP]):
        yield found
        last = found[-1].pk


def _items(found: Iterable[Offer], store: CurrentStore, address: Address, today: date) -> Iterator[str]:
    for offer in found:
        parent = offer.product
        about = " ".join(
            line for each in prose(parent.short_description or parent.description) for line in (each.text, *each.points)
        )
        described = {"description": about.strip()[:LONGEST_DESCRIPTION] or parent.name}
        if parent.holds_stock:
            yield _item(offer, store, address, today, described | {"link": address(product_address(parent))})
        for variant in offer.variants:
            link = address(chosen_address(parent, option_fields(variant.product)))
            group = {"g:item_group_id": parent.sku}
            yield _item(variant, store, address, today, described | {"link": link} | group | _known(variant))


def _item(offer: Offer, store: CurrentStore, address: Address, today: date, more: Mapping[str, str]) -> str:
    product, currency = offer.product, store.website.currency
    word, day = feed_availability(
        offer.availability.status,
        first_day(offer, today=today),
        undated_days=store.configuration.number(declared.FEED_UNDATED_DAYS),
        today=today,
    )
    told = {
        "g:id": product.sku,
        "title": product.name[:LONGEST_TITLE],
        **more,
        "g:image_link": address(picture(product)),
        "g:price": f"{rounded(product.price, currency)} {currency}",
        "g:availability": word,
        **({"g:availability_date": day.isoformat()} if day else {}),
        "g:condition": "new",
        "g:identifier_exists": "no",
    }
    return f"<item>\n{_elements(told)}</item>\n"


def _known(variant: Offer) -> dict[str, str]:
    """Return what Google has attributes of its own for."""
    options = options_of(variant.product).items()
    return {f"g:{word}": value for name, value in options if (word := KNOWN_OPTIONS.get(name.casefold()))}


def _elements(told: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(NOT_IN_XML.sub('', text))}</{name}>\n" for name, text in told.items())
