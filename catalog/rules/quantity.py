"""Quantities: exact decimals with four places, never binary floats."""

from decimal import ROUND_DOWN, Decimal

ZERO = Decimal("0.0000")
PLACES = Decimal("0.0001")
LARGEST = Decimal("99999999.9999")


def quantity(value: Decimal | int | str) -> Decimal:
    """Return `value` with four decimal places, further places cut off as the reference does (10.00004 is 10).

    Raises `decimal.InvalidOperation` for what is no number, `ValueError` for NaN, infinity and magnitudes above
    99,999,999.9999.
    """
    number = Decimal(value)
    if not number.is_finite():
        message = "A quantity is a finite number."
        raise ValueError(message)
    # Compared, not abs(): arithmetic on 1e9999999 overflows.
    if not -LARGEST <= number <= LARGEST:
        message = "A quantity has at most eight digits before the decimal point."
        raise ValueError(message)
    return number.quantize(PLACES, rounding=ROUND_DOWN) + ZERO


def plain(value: Decimal) -> str:
    """Return `value` as people write it: no trailing zeros, no exponent, no minus before zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def clamp(value: Decimal, lowest: Decimal, highest: Decimal) -> Decimal:
    """Return `value`, but not below `lowest` nor above `highest`."""
    return max(lowest, min(value, highest))
