"""Who may look for an order by its number and e-mail address: failures are counted, and too many end it for a while."""

from datetime import timedelta

# A number is easily guessed; so are the addresses of somebody who is known.
COUNTED_FOR = timedelta(hours=1)
MOST_OF_NETWORK = 20
MOST_OF_ORDER = 5
# Of a number; and nobody guesses at more.
DIGITS = 9
ASCII_DIGITS = frozenset("0123456789")


def order_number(typed: str) -> str | None:
    """Return the number of an order that `typed` names, as orders print it: "#39" is 000000039. None for what can be no number."""
    digits = "".join(typed.split()).removeprefix("#").lstrip("0")
    return digits.zfill(DIGITS) if digits and len(digits) <= DIGITS and ASCII_DIGITS.issuperset(digits) else None


def may_look(*, of_network: int, of_order: int) -> bool:
    """Return whether one more look is allowed after so many failures: from the network, and for the number."""
    return of_network < MOST_OF_NETWORK and of_order < MOST_OF_ORDER
