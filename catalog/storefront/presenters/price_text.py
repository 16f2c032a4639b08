"""Prices as a shopper reads them."""

from decimal import Decimal

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def price_text(amount: Decimal, currency: str) -> str:
    """Return an amount with its currency, e.g. `$1,045.00`; a currency without a sign of its own is named: `CHF 45.00`."""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{symbol}{amount:,.2f}"
