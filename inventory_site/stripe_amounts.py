"""What Stripe counts in."""

from decimal import Decimal

from payments import PaymentError

from catalog.rules.money import WITH_THREE_PLACES

# https://docs.stripe.com/currencies: what Stripe counts in whole units. It counts ISK and UGX in hundredths, unlike ISO 4217.
COUNTED_WHOLE = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)


def smallest_unit(currency: str) -> Decimal:
    """Return what Stripe counts `currency` in: a yen, a cent, a fils."""
    code = currency.upper()
    return Decimal(1) if code in COUNTED_WHOLE else Decimal("0.001") if code in WITH_THREE_PLACES else Decimal("0.01")


def to_stripe(amount: Decimal, currency: str) -> int:
    """Return `amount` in Stripe's smallest units. Raises `PaymentError` for one that Stripe cannot take: nothing is rounded."""
    count = amount / smallest_unit(currency)
    # The last of three places has to be 0 there.
    step = 10 if currency.upper() in WITH_THREE_PLACES else 1
    if count % step:
        raise PaymentError(f"Stripe takes {currency} in steps of {smallest_unit(currency) * step}, not {amount}.")
    return int(count)


def from_stripe(count: int, currency: str) -> Decimal:
    """Return the amount that Stripe tells as `count` of its smallest units."""
    return count * smallest_unit(currency)
