"""What can still be done with an order: are there goods to ship, is there something to invoice by hand?"""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from payments import PaymentStatus

from backorders.models import Order, OrderLine, Payment
from backorders.rules.payment_method import PaymentMethod
from backorders.rules.payment_progress import UNANSWERED


@dataclass(frozen=True)
class OrderOffers:
    """`ships`: goods are left to ship, covered or owed. `invoices`: units are left to invoice, and they are or may be paid by hand.

    `delivers`: virtual units that are paid for are left to deliver. `elsewhere`: units of a deleted product are left, which no
    source can give.
    """

    ships: bool
    invoices: bool
    delivers: bool
    elsewhere: bool


def order_offers(order: Order) -> OrderOffers:
    """Return what `order` leaves to do, whatever its status. One query."""
    lines = OrderLine.objects.filter(order=OuterRef("pk"))
    left = Q(ordered__gt=F("shipped") + F("cancelled") + F("released"))
    by_hand = Payment.objects.filter(
        Q(variant=PaymentMethod.CHECK_MONEY_ORDER)
        | Q(status__in=UNANSWERED)
        | Q(status=PaymentStatus.CONFIRMED, captured_amount__lt=F("total")),
        order=OuterRef("pk"),
    )
    ships, delivers, elsewhere, invoices, pays = (
        Order.objects.filter(pk=order.pk)
        .values_list(
            Exists(lines.filter(left, is_virtual=False, product__isnull=False)),
            Exists(
                lines.filter(left, is_virtual=True, product__isnull=False, invoiced__gt=F("shipped") + F("released"))
            ),
            Exists(lines.filter(left, product=None)),
            Exists(lines.filter(ordered__gt=F("invoiced") + F("cancelled"))),
            # Whatever is left to pay: units that are free are invoiced all the same. A card that was not charged is paid by hand.
            Exists(by_hand),
        )
        .get()
    )
    return OrderOffers(ships=ships, invoices=invoices and pays, delivers=delivers, elsewhere=elsewhere)
