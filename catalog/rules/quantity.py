"""Quantities: exact decimals with four places, never binary floats."""

from decimal import ROUND_DOWN, Decimal, InvalidOperation

ZERO = Decimal("0.0000")
PLACES = Decimal("0.0001")
LARGEST = Decimal("99999999.9999")


class InvalidQuantityError(ValueError):
    """What was given is no quantity of units: `value` is it, `str()` says why."""

    def __init__(self, value: object, why: str) -> None:
        """Keep what was given."""
        super().__init__(why)
        self.value = value


def quantity(value: Decimal | int | str) -> Decimal:
    """Return `value` with four decimal places, further places cut off as the reference does (10.00004 is 10).

    Every quantity comes through here before it is judged. Raises `InvalidQuantityError` for what is no finite number, binary
    floats included, for magnitudes above 99,999,999.9999, and for what is more than nothing and would be cut to nothing.
    """
    number = _number(value)
    # Compared, not abs(): arithmetic on 1e9999999 overflows.
    if not -LARGEST <= number <= LARGEST:
        raise InvalidQuantityError(value, "A quantity has at most eight digits before the decimal point.")
    cut = number.quantize(PLACES, rounding=ROUND_DOWN) + ZERO
    if number and not cut:
        raise InvalidQuantityError(value, "A quantity has at most four decimal places: nothing is left of this one.")
    return cut


def more_than_nothing(value: Decimal | int | str) -> Decimal:
    """Return `value` as `quantity` does; raises `InvalidQuantityError` for zero and less, too."""
    units = quantity(value)
    if units <= 0:
        raise InvalidQuantityError(value, "A quantity is more than 0 here.")
    return units


def not_negative(value: Decimal | int | str) -> Decimal:
    """Return `value` as `quantity` does; raises `InvalidQuantityError` for less than zero, too."""
    units = quantity(value)
    if units < 0:
        raise InvalidQuantityError(value, "A quantity is 0 or more here.")
    return units


def _number(value: object) -> Decimal:
    # bool is an int, and no quantity.
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise InvalidQuantityError(value, "A quantity is an exact decimal number.")
    # Decimal() would also read digits of other scripts and underscores between them.
    is_foreign = isinstance(value, str) and not (value.isascii() and "_" not in value)
    try:
        number = Decimal("?" if is_foreign else value)
    except InvalidOperation as error:
        raise InvalidQuantityError(value, "A quantity is a number.") from error
    if not number.is_finite():
        raise InvalidQuantityError(value, "A quantity is a finite number.")
    return number


def plain(value: Decimal) -> str:
    """Return `value` as people write it: no trailing zeros, no exponent, no minus before zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def clamp(value: Decimal, lowest: Decimal, highest: Decimal) -> Decimal:
    """Return `value`, but not below `lowest` nor above `highest`."""
    return max(lowest, min(value, highest))
