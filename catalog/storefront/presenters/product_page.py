"""The product page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from catalog.rules.money_text import exact_price_text, unit_price_text
from catalog.storefront.current_store import CurrentStore
from catalog.storefront.holdings import Holdings
from catalog.storefront.offers import Offer
from catalog.storefront.presenters.buy_box import BuyBox, buy_box
from catalog.storefront.presenters.picture import picture
from catalog.storefront.presenters.product_address import product_address
from catalog.storefront.presenters.prose import Paragraph, prose
from catalog.storefront.presenters.stock_status import StockStatus, stock_status
from catalog.storefront.presenters.variant_choice import OptionChoice, variant_choice

NOTHING_HELD = Holdings()


@dataclass(frozen=True)
class ProductPage:
    """A product as its page shows it; `exact_price` is empty when the currency can express the price.

    `buy` is None when there is nothing to put into the cart: `missing` then names the options still to be chosen, or the
    product (or the chosen variant) cannot be bought. `is_made` is False for a combination that does not exist.
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
    is_made: bool
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
        is_made=is_single or bool(choice.variant) or bool(choice.missing),
        buy=buy_box(buyable, store.configuration, typed=typed.get("quantity"), in_cart=held) if buyable else None,
        order_url=holdings.order_of(shown.product.pk),
    )
