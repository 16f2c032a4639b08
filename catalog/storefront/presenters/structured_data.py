"""What search engines read about a product (schema.org)."""

import json

from catalog.rules.availability import AvailabilityStatus
from catalog.rules.currency import rounded
from catalog.storefront.offers import Offer

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
