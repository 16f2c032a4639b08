"""What is kept for an order, and when the rest of it comes: the sentences to its shopper, the same on page and in mail."""

from catalog.rules.availability import QuantityStatus


def reserved_in_words(status: QuantityStatus, *, is_virtual: bool) -> str:
    """Return what is kept while a check is waited for: what lies on the shelf is reserved, what is owed has a place only.

    `status` is that of all units still to come; `is_virtual`: nothing of the order is shipped.
    """
    verb = "deliver" if is_virtual else "ship"
    match status:
        case QuantityStatus.IN_STOCK:
            return f"Your units are reserved; we {verb} when it has arrived."
        case QuantityStatus.PARTLY:
            return (
                f"What is on the shelf is reserved for you, and we {verb} it when your payment has arrived; the rest is on "
                "backorder and keeps its place in the queue."
            )
        case QuantityStatus.ON_BACKORDER:
            return (
                "Your units are on backorder and keep their place in the queue; "
                f"we {verb} when they and your payment have arrived."
            )


def later_in_words(status: QuantityStatus, *, is_virtual: bool) -> str:
    """Return when the units come that are not there; empty when all are."""
    verb = "is delivered" if is_virtual else "ships"
    if status is QuantityStatus.IN_STOCK:
        return ""
    if status is QuantityStatus.PARTLY:
        when = f"What is on the shelf {verb} first; the rest follows as soon as it arrives."
    else:
        when = f"Your order {verb} as soon as its units arrive."
    return f"{when} There is nothing you need to do."


def units_later_in_words(owed: str, *, is_virtual: bool) -> str:
    """Return when the `owed` units of one line come; `owed` is the number as text, and not empty."""
    verb = "deliver" if is_virtual else "ship"
    when = "it as soon as it arrives" if owed == "1" else "them as soon as they arrive"
    return f"{owed} on backorder: we {verb} {when}"
