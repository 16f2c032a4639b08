"""The lines of orders: in an order, of products, of a product that is gone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from payments import PaymentStatus

from backorders.models import Order, OrderLine, Payment
from backorders.models.order_line import HAS_OPEN, OPEN_UNITS
from backorders.rules.order_status import OPEN
from backorders.rules.payment import UNANSWERED, PaymentMethod
from catalog.models import ConfigurationValue
from catalog.queries.prepared import Compiled
from catalog.queries.salable import positions
from catalog.rules.held_units import HeldUnits
from catalog.rules.in_force import Configuration
from catalog.rules.money import NOTHING, line_amount
from catalog.rules.promised_day import NOTHING_KNOWN, Outlook
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class ConfirmedLine:
    """One line of an order; `owed` is the part that was backordered when it was placed, in units.

    `notifies` says whether the shopper is told the number: "Allow Qty Below 0 and Notify Customer" was in force for the product
    when it was ordered, or is now. `was_notified`: then. `open` is neither shipped nor given up. `promised_on` is the day that was
    promised for the owed part; `outlook` is what is to come of the product now. `held_product_id` is the product's number, deleted
    or not; `sku` that of the day.
    """

    pk: int
    product_id: int | None
    held_product_id: int
    sku: str
    name: str
    unit_price: Decimal
    row_total: Decimal
    ordered: Decimal
    invoiced: Decimal
    shipped: Decimal
    canceled: Decimal
    refunded: Decimal
    open: Decimal
    owed: Decimal
    promised_on: date | None
    outlook: Outlook
    was_notified: bool
    notifies: bool

    @property
    def refunded_apart(self) -> Decimal:
        """Units refunded and not canceled: who canceled what was paid for reads that it was canceled, and no second word."""
        return self.refunded - max(self.invoiced + self.canceled - self.ordered, ZERO)


def confirmed_lines(
    order: Order, rows: Sequence[OrderLine] | None = None, configuration: Configuration | None = None
) -> tuple[ConfirmedLine, ...]:
    """Return the lines of `order` in the order they were placed. Four queries, however many lines.

    `rows` are all of them as stored, with their products, and `configuration` what holds on the order's website, where they are
    known: a query less each.
    """
    lines = list(order.lines.select_related("product")) if rows is None else rows
    if configuration is None:
        configuration = ConfigurationValue.objects.in_force(website=order.website)
    products = {line.product for line in lines if line.product is not None}
    found = positions(products, stock=order.stock, configuration=configuration)
    notifying = {pk for pk, position in found.items() if position.policy.backorders.notifies}
    return tuple(
        ConfirmedLine(
            pk=line.pk,
            product_id=line.product_id,
            held_product_id=line.held_product_id,
            sku=line.sku,
            name=line.name,
            unit_price=line.unit_price,
            row_total=line.row_total,
            ordered=line.ordered,
            invoiced=line.invoiced,
            shipped=line.shipped,
            canceled=line.canceled,
            refunded=line.refunded,
            open=line.open,
            owed=line.owed_when_placed,
            promised_on=line.promised_on,
            outlook=found[line.product_id].outlook if line.product_id in found else NOTHING_KNOWN,
            was_notified=line.was_notified,
            notifies=line.was_notified or line.product_id in notifying,
        )
        for line in lines
    )


@dataclass(frozen=True)
class OrderOffers:
    """`ships`: goods are left to ship, covered or owed. `invoices`: units are left to invoice, and they are or may be paid by hand.

    `delivers`: virtual units that are paid for are left to deliver. `elsewhere`: units of a deleted product are left, which no
    source can give. `is_whole`: no goods of it have left.
    """

    ships: bool
    invoices: bool
    delivers: bool
    elsewhere: bool
    is_whole: bool = True


def order_offers(order: Order) -> OrderOffers:
    """Return what `order` leaves to do, whatever its status. One query."""
    lines = OrderLine.objects.filter(order=OuterRef("pk"))
    by_hand = Payment.objects.filter(
        Q(variant=PaymentMethod.CHECK_MONEY_ORDER)
        | Q(status__in=UNANSWERED)
        | Q(status=PaymentStatus.CONFIRMED, captured_amount__lt=F("total")),
        order=OuterRef("pk"),
    )
    ships, delivers, elsewhere, invoices, pays, is_whole = (
        Order.objects.filter(pk=order.pk)
        .values_list(
            Exists(lines.filter(HAS_OPEN, is_virtual=False, product__isnull=False)),
            Exists(
                lines.filter(
                    HAS_OPEN, is_virtual=True, product__isnull=False, invoiced__gt=F("shipped") + F("released")
                )
            ),
            Exists(lines.filter(HAS_OPEN, product=None)),
            Exists(lines.filter(ordered__gt=F("invoiced") + F("canceled"))),
            # Whatever is left to pay: units that are free are invoiced all the same. A card that was not charged is paid by hand.
            Exists(by_hand),
            ~Exists(lines.filter(is_virtual=False, shipped__gt=0)),
        )
        .get()
    )
    return OrderOffers(
        ships=ships, invoices=invoices and pays, delivers=delivers, elsewhere=elsewhere, is_whole=is_whole
    )


def gone_lines(lines: Iterable[OrderLine]) -> frozenset[int]:
    """Return the ids of those of `lines` whose product does not exist any more. One query."""
    return frozenset(
        OrderLine.objects.filter(pk__in=[line.pk for line in lines], product=None).values_list("pk", flat=True)
    )


def lines_of(order: Order) -> list[OrderLine]:
    """Return the lines of `order` as they are now. One query."""
    lines = _lines(order.pk)
    for line in lines:
        line.order = order
    return lines


@Compiled
def _lines(order: int) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order=order)


THEN = (
    "Those units stay owed under Sales > Backorders until somebody cancels, refunds or ships them from elsewhere.",
    "Money that was paid for them can still be refunded.",
)


def lines_of_products(product_ids: Collection[int]) -> QuerySet[OrderLine]:
    """Return the lines of open orders that have units of the products left to ship."""
    return OrderLine.objects.filter(
        HAS_OPEN, product__in=product_ids, order__status__in=sorted(status.value for status in OPEN)
    )


def held_products(product_ids: Collection[int]) -> HeldUnits:
    """Return how many open orders hold how many units of the products, and what they are worth. Two queries."""
    lines = lines_of_products(product_ids).order_by()
    counted = lines.aggregate(orders=Count("order", distinct=True), units=Sum(OPEN_UNITS))
    if not counted["orders"]:
        return HeldUnits()
    priced = lines.annotate(left=OPEN_UNITS).values_list("order__currency", "unit_price", "left")
    worth: dict[str, Decimal] = {}
    # As each line is charged: rounded by itself. Lines that are alike are one row.
    for currency, price, left, number in priced.annotate(number=Count("pk")).order_by("order__currency"):
        worth[currency] = worth.get(currency, NOTHING) + line_amount(price, left, currency) * number
    return HeldUnits(
        orders=counted["orders"],
        units=counted["units"] or ZERO,
        values=tuple(worth.items()),
        then=THEN,
    )
