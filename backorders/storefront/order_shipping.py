"""How an order ships as its shopper sees it: what is ready, or everything together, and the other way while there is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backorders.models import Order, OrderLine
from backorders.queries.queue import ToldLine
from backorders.rules.order_status import OrderStatus
from backorders.rules.shipping_choice import CHOICES, is_partly_owed, why_no_choice
from backorders.words.shipping_choice import LABELS, choice_in_words, together_in_words
from catalog.rules.promised_day import latest_day


@dataclass(frozen=True)
class ShippingShown:
    """`says` how it ships; `other` is the value of the other way, `other_says` what it means, empty where it cannot be chosen."""

    says: str
    other: str = ""
    other_label: str = ""
    other_says: str = ""


def shipping_shown(order: Order, lines: Sequence[OrderLine], told: Mapping[int, ToldLine]) -> ShippingShown | None:
    """Return what is said of `order`; None where all of its goods leave at once, or nothing of them does. No query.

    `told` is what is told of the units still to come, a day only where the shop tells one.
    """
    goods = [line for line in lines if not line.is_virtual]
    if not any(line.pk in told for line in goods):
        return None
    to_come = [told[line.pk] for line in goods if line.pk in told]
    is_partly = is_partly_owed((each.open, each.owed) for each in to_come)
    owing = [each for each in to_come if each.owed]
    is_told = any(each.told.waits or each.told.word for each in owing)
    if not order.ships_complete and not (is_partly and is_told):
        return None
    now = CHOICES[order.ships_complete]
    day = latest_day(each.told.day for each in owing)
    says = together_in_words(day, is_owed=bool(owing)) if order.ships_complete else choice_in_words(now, None)
    if why_no_choice(OrderStatus(order.status), goods=[(line.shipped, line.open) for line in goods]):
        return ShippingShown(says)
    other = CHOICES[not order.ships_complete]
    return ShippingShown(says, other.value, LABELS[other], choice_in_words(other, day))
