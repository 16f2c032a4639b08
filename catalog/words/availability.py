"""What shoppers and staff are told of units that are not there."""

from decimal import Decimal

from catalog.rules.quantity import plain

OWED = "We don't have as many quantity as you requested, but we'll back order the remaining {}."


def left_in_words(left: Decimal, owed: Decimal, *, notifies: bool) -> str:
    """Return what stands beside "Only X left" where `owed` of the `left` units are not there; empty where all are.

    Their number is told where the shopper is told what he would be owed (`notifies`).
    """
    if owed <= 0:
        return ""
    if owed >= left:
        return "to order"
    return f"{plain(owed) if notifies else 'some'} of them on backorder"
