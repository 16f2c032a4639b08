"""Amounts of money: each currency's places, the one place where they are rounded (docs/decisions/0015), how they are written."""

from decimal import ROUND_HALF_UP, Decimal

# ISO 4217, list one of its maintenance agency (SIX), January 2026: the currencies in circulation, without funds, metals and
# test codes. Not the places of CLDR, which libraries for formatting bring: those say how cash is counted (none for IQD, MGA).
_IN_CIRCULATION = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
    CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR
    ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
    SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF
    XPF YER ZAR ZMW ZWG
"""
_WITHOUT_PLACES = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THREE_PLACES = "BHD IQD JOD KWD LYD OMR TND"

CURRENCIES = frozenset(_IN_CIRCULATION.split())
WITHOUT_PLACES = frozenset(_WITHOUT_PLACES.split())
WITH_THREE_PLACES = frozenset(_WITH_THREE_PLACES.split())
USUAL_PLACES = 2
NOTHING = Decimal(0)
# What a column of money holds.
LARGEST_AMOUNT = Decimal("9999999999.9999")
MOST_PLACES = Decimal("0.0001")


class InvalidAmountError(ValueError):
    """What was given is no amount of money: `str()` says why."""


def decimals_of(currency: str) -> int:
    """Return how many decimal places an amount has in `currency`, an ISO 4217 code; two for a code that is not in the list."""
    if currency in WITHOUT_PLACES:
        return 0
    return 3 if currency in WITH_THREE_PLACES else USUAL_PLACES


def rounded(value: Decimal, currency: str) -> Decimal:
    """Return `value` as an amount of `currency`: half up, 100.50 yen are 101."""
    return value.quantize(Decimal(1).scaleb(-decimals_of(currency)), rounding=ROUND_HALF_UP)


def line_amount(unit_price: Decimal, quantity: Decimal, currency: str) -> Decimal:
    """Return what `quantity` units cost together: the price keeps its four places until here."""
    return rounded(unit_price * quantity, currency)


def amount_between(unit_price: Decimal, before: Decimal, after: Decimal, currency: str) -> Decimal:
    """Return the price of the units that make `before` units of a line `after`.

    However a line is paid or refunded in parts, the parts add up: each takes what the rounding left to it.
    """
    return line_amount(unit_price, after, currency) - line_amount(unit_price, before, currency)


def refuse_no_amount(value: object) -> None:
    """Raise `InvalidAmountError` unless it is an exact amount, not below zero, that a column can hold."""
    if not isinstance(value, Decimal) or not value.is_finite():
        raise InvalidAmountError("An amount of money is an exact, finite decimal number.")
    if not 0 <= value <= LARGEST_AMOUNT or value != value.quantize(MOST_PLACES):
        raise InvalidAmountError(
            "An amount of money has at most ten digits before the decimal point and four after it."
        )


# Signs that mean one currency only where English is read; the others are named by their code.
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫"}


def price_text(amount: Decimal, currency: str) -> str:
    """Return an amount as shoppers read it, on pages and in mails: `$1,045.00`, `¥1,045`, `KWD 10.500`."""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{symbol}{digits(amount, decimals_of(currency))}"


def unit_price_text(price: Decimal, currency: str) -> str:
    """Return what one unit costs, as shoppers read it: a price that the currency cannot express is rounded as an order is."""
    return price_text(rounded(price, currency), currency)


def exact_price_text(price: Decimal, currency: str) -> str:
    """Return the price with all its places where one unit costs another amount, else nothing: `¥100.5` beside `¥101`."""
    return "" if rounded(price, currency) == price else price_text(price, currency)


def amount_text(amount: Decimal, currency: str) -> str:
    """Return an amount as staff read it, who have websites in several currencies before them: `USD 1,045.00`."""
    return f"{currency} {digits(amount, decimals_of(currency))}"


def digits(amount: Decimal, places: int = USUAL_PLACES) -> str:
    """Return the number alone, with at least so many `places`: a price that has more keeps them, `19.995`."""
    exponent = amount.normalize().as_tuple().exponent
    shown = max(places, -exponent if isinstance(exponent, int) else 0)
    return f"{amount:,.{shown}f}"
