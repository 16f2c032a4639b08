"""What a shopper types at the checkout when nothing is wrong with it."""

from datetime import UTC, datetime

from backorders.rules.address import Address

CARD = {
    "card_number": "4242 4242 4242 4242",
    "card_expiry": f"12/{datetime.now(UTC).year % 100 + 1:02}",
    "card_cvc": "123",
}
REFUSED_CARD = CARD | {"card_number": "4000 0000 0000 0002"}
ADA = {"email": "ada@example.org", "customer_name": "Ada Brandt"}
HOME = Address(street="12 Quay Street", city="Bristol", postcode="BS1 4DJ", country="GB")
SHIP_TO = {"street": HOME.street, "city": HOME.city, "postcode": HOME.postcode, "country": HOME.country}
BY_CARD = ADA | SHIP_TO | {"payment_method": "card"} | CARD
BY_CHECK = ADA | SHIP_TO | {"payment_method": "checkmo"}
