"""A product in a listing."""

from dataclasses import dataclass

from catalog.rules.money_text import unit_price_text
from catalog.storefront.current_store import CurrentStore
from catalog.storefront.offers import Offer
from catalog.storefront.presenters.picture import picture
from catalog.storefront.presenters.product_address import product_address
from catalog.storefront.presenters.stock_status import StockStatus, stock_status


@dataclass(frozen=True)
class ProductCard:
    """`choices` says how many variants there are, e.g. "6 variants"; `price` is "From $42.00" when they differ."""

    url: str
    name: str
    price: str
    picture: str
    status: StockStatus
    choices: str


def product_card(offer: Offer, store: CurrentStore) -> ProductCard:
    """Return the card of one offer."""
    lowest, highest = offer.prices
    price = unit_price_text(lowest, store.website.currency)
    count = len(offer.variants)
    return ProductCard(
        url=product_address(offer.product),
        name=offer.product.name,
        price=price if lowest == highest else f"From {price}",
        picture=picture(offer.product, like=offer.variants[0].product if offer.variants else None),
        status=stock_status(offer.availability, store.configuration),
        choices=f"{count} variants" if count > 1 else "",
    )
