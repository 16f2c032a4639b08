"""Why nothing of an order ships, and why units cannot be said to be shipped from elsewhere."""

from collections.abc import Sequence
from decimal import Decimal

from backorders.rules.order_status import OrderStatus
from backorders.rules.shipment import Hindrance, NotElsewhere, Shippable, hindrance, not_elsewhere, status_hindrance
from backorders.words.order_status import ON_HOLD
from catalog.rules.quantity import ZERO, plain
from catalog.words.names import first_named

NAMED = 10
NO_SOURCE = "Please select a source to ship from."


def why_nothing_ships(status: OrderStatus, lines: Sequence[Shippable]) -> str:
    """Return why nothing of an order with this `status` ships now, as sentences; empty when something can."""
    match hindrance(status, lines):
        case None:
            return ""
        case Hindrance.ON_HOLD | Hindrance.NOT_OPEN:
            return why_status_ships_nothing(status)
        case Hindrance.NOTHING_LEFT:
            return "Nothing of this order is left to ship."
        case Hindrance.ALL_DELETED:
            return (
                "What is left of this order was deleted from the catalog: nothing of it will arrive. "
                "Say that it was shipped from elsewhere, cancel it, or refund it."
            )
        case Hindrance.ALL_OWED:
            owed = plain(sum((line.open for line in lines if line.open > 0), ZERO))
            return (
                f"Nothing of this order can ship yet: {owed} owed. The shelf holds nothing for it until stock arrives."
            )


def why_status_ships_nothing(status: OrderStatus) -> str:
    """Return why no parcel leaves of an order with this `status`; empty when one may. Page and action ask this."""
    match status_hindrance(status):
        case None:
            return ""
        case Hindrance.ON_HOLD:
            return ON_HOLD
        case _:
            return f"A shipment cannot be created when an order has a status of {status.label}."


def apart_in_words(owed: Sequence[tuple[str, Decimal]]) -> str:
    """Return that a parcel would leave before all is there of what ships complete; `owed` are (SKU, units). Empty for none."""
    if not owed:
        return ""
    named = first_named([f"{plain(units)} of {sku}" for sku, units in owed], first=NAMED)
    return f"The customer chose to have everything shipped together, and {named} {_is(owed)} owed."


def _is(owed: Sequence[tuple[str, Decimal]]) -> str:
    return "is" if len(owed) == 1 and owed[0][1] == 1 else "are"


def why_not_from_here(sku: str, asked: Decimal, *, most: Decimal, source: str, promised_by: Sequence[str]) -> str:
    """Return why no more than `most` units may leave a source that other stocks draw on: whose the others are."""
    return (
        f"{sku}: {plain(asked)} asked, {plain(most)} may leave {source}. "
        f"The other units there are promised by {first_named(promised_by, first=NAMED)}."
    )


def why_not_shipped_elsewhere(status: OrderStatus) -> str:
    """Return why no unit of an order with this `status` can be said to be shipped; empty when it can."""
    match status_hindrance(status):
        case None:
            return ""
        case Hindrance.ON_HOLD:
            return ON_HOLD
        case _:
            return f"Nothing is left to ship of an order that is {status.label}."


def why_not_units(asked: Decimal, *, ordered: Decimal, open_units: Decimal, is_gone: bool) -> str:
    """Return why `asked` units of a line cannot be said to be shipped from elsewhere; empty when they can."""
    match not_elsewhere(asked, ordered=ordered, open_units=open_units, is_gone=is_gone):
        case None:
            return ""
        case NotElsewhere.IN_CATALOG:
            return "it is still in the catalog. Ship it from a source."
        case NotElsewhere.NOT_LEFT:
            return f"{plain(asked)} asked, {plain(open_units)} left to ship."
        case NotElsewhere.FRACTION:
            return f"{plain(asked)} asked, but it was sold in whole units only."
