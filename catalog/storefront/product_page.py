"""What the page of a product shows, to people and to search engines.

A product's description, which may have been written as HTML, as plain paragraphs.
The product page.
What search engines read about a product (schema.org).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from django.urls import reverse

from catalog.rules.availability import AvailabilityStatus
from catalog.rules.money import exact_price_text, rounded, unit_price_text
from catalog.storefront.buy_box import BuyBox, OptionChoice, buy_box, variant_choice
from catalog.storefront.current_store import CurrentStore, Holdings
from catalog.storefront.offers import Offer, StockStatus, product_address, stock_status
from catalog.storefront.picture import picture
from catalog.words.refusal import NOT_MADE

BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "table", "tr"})
NOT_TEXT = frozenset({"script", "style"})
BULLET = "•"


@dataclass(frozen=True)
class Paragraph:
    """Some text; `points` are the entries of a list, and then `text` is empty."""

    text: str
    points: tuple[str, ...] = ()


class _Lines(HTMLParser):
    """Collects text line by line. Tags are dropped: what staff or a supplier's file typed is never sent to the page as HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.silent += tag in NOT_TEXT
        if tag in BLOCKS:
            self.lines.append(BULLET if tag == "li" else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in NOT_TEXT and self.silent > 0
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.lines[-1] += data


def prose(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs and lists of a description; blank lines and block tags part them."""
    reader = _Lines()
    reader.feed(text.replace("\n\n", "<br>"))
    reader.close()
    paragraphs: list[Paragraph] = []
    for line in reader.lines:
        # What stands before the first bullet is a paragraph; suppliers' files have bullets in the middle of a line.
        text, *points = (" ".join(part.split()) for part in line.split(BULLET))
        if text:
            paragraphs.append(Paragraph(text))
        for point in filter(None, points):
            if paragraphs and paragraphs[-1].points:
                paragraphs[-1] = Paragraph("", (*paragraphs[-1].points, point))
            else:
                paragraphs.append(Paragraph("", (point,)))
    return tuple(paragraphs)


NOTHING_HELD = Holdings()


@dataclass(frozen=True)
class ProductPage:
    """A product as its page shows it; `exact_price` is empty when the currency can express the price.

    `buy` is None when there is nothing to put into the cart: `missing` then names the options still to be chosen, or the
    product (or the chosen variant) cannot be bought. `not_made` says so of a combination that does not exist.
    `order_url` leads to the visitor's own order of it that waits for its payment, and is empty when there is none.
    """

    product_id: int
    name: str
    sku: str
    url: str
    choose_url: str
    price: str
    exact_price: str
    picture: str
    status: StockStatus
    summary: tuple[Paragraph, ...]
    description: tuple[Paragraph, ...]
    options: tuple[OptionChoice, ...]
    missing: str
    not_made: str
    buy: BuyBox | None
    order_url: str


def product_page(
    offer: Offer, store: CurrentStore, typed: Mapping[str, str], holdings: Holdings = NOTHING_HELD
) -> ProductPage:
    """Return the page of an offer; `typed` holds the chosen options and the quantity, as the address has them.

    `holdings` are what the visitor has in cart and order already.
    """
    choice = variant_choice(offer, typed)
    is_single = offer.product.holds_stock
    shown = offer if is_single else choice.variant or offer
    lowest, highest = shown.prices
    price = unit_price_text(lowest, store.website.currency)
    held = holdings.units(shown.product.pk)
    buyable = shown if is_single or choice.variant else None
    return ProductPage(
        product_id=offer.product.pk,
        name=offer.product.name,
        sku=shown.product.sku,
        url=product_address(offer.product),
        choose_url=reverse("storefront:choose_variant", kwargs={"slug": offer.product.slug}),
        price=price if lowest == highest else f"From {price}",
        exact_price=exact_price_text(lowest, store.website.currency) if lowest == highest else "",
        picture=picture(
            offer.product, colour=choice.colour, like=offer.variants[0].product if offer.variants else None
        ),
        status=stock_status(shown.availability, store.configuration),
        summary=prose(offer.product.short_description),
        description=prose(offer.product.description),
        options=choice.options,
        missing=" and ".join(choice.missing),
        not_made="" if is_single or choice.variant or choice.missing else NOT_MADE,
        buy=buy_box(buyable, store.configuration, typed=typed.get("quantity"), in_cart=held) if buyable else None,
        order_url=holdings.order_of(shown.product.pk),
    )


SCHEMA = "https://schema.org/"
AVAILABILITY = {
    AvailabilityStatus.IN_STOCK: SCHEMA + "InStock",
    AvailabilityStatus.ON_BACKORDER: SCHEMA + "BackOrder",
    AvailabilityStatus.OUT_OF_STOCK: SCHEMA + "OutOfStock",
}
# A description with "</script>" in it must not end the block.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def structured_data(offer: Offer, *, currency: str, url: str, picture: str, summary: str) -> str:
    """Return JSON-LD that is safe inside a script element; `url` and `picture` are absolute addresses."""
    lowest, highest = (rounded(price, currency) for price in offer.prices)
    price = {"price": str(lowest)} if lowest == highest else {"lowPrice": str(lowest), "highPrice": str(highest)}
    data = {
        "@context": SCHEMA,
        "@type": "Product",
        "name": offer.product.name,
        "sku": offer.product.sku,
        "description": summary,
        "image": picture,
        "url": url,
        "offers": {
            "@type": "Offer" if lowest == highest else "AggregateOffer",
            "priceCurrency": currency,
            "availability": AVAILABILITY[offer.availability.status],
            "url": url,
        }
        | price,
    }
    return json.dumps(data, ensure_ascii=False).translate(ESCAPES)
