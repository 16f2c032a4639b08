"""Amounts of money in words: one way for shoppers, one for staff."""

from decimal import Decimal

from catalog.rules.currency import USUAL_PLACES, places_of, rounded

# Signs that mean one currency only where English is read; the others are named by their code.
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫"}


def price_text(amount: Decimal, currency: str) -> str:
    """Return an amount as shoppers read it, on pages and in mails: `$1,045.00`, `¥1,045`, `KWD 10.500`."""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{symbol}{digits(amount, places_of(currency))}"


def unit_price_text(price: Decimal, currency: str) -> str:
    """Return what one unit costs, as shoppers read it: a price that the currency cannot express is rounded as an order is."""
    return price_text(rounded(price, currency), currency)


def exact_price_text(price: Decimal, currency: str) -> str:
    """Return the price with all its places where one unit costs another amount, else nothing: `¥100.5` beside `¥101`."""
    return "" if rounded(price, currency) == price else price_text(price, currency)


def amount_text(amount: Decimal, currency: str) -> str:
    """Return an amount as staff read it, who have websites in several currencies before them: `USD 1,045.00`."""
    return f"{currency} {digits(amount, places_of(currency))}"


def digits(amount: Decimal, places: int = USUAL_PLACES) -> str:
    """Return the number alone, with at least so many `places`: a price that has more keeps them, `19.995`."""
    exponent = amount.normalize().as_tuple().exponent
    shown = max(places, -exponent if isinstance(exponent, int) else 0)
    return f"{amount:,.{shown}f}"
