"""The confirmation: what was ordered, what of it comes later, and what became of the payment."""

from dataclasses import dataclass

from payments import PaymentStatus

from backorders.models import Order
from backorders.queries.order_lines import ConfirmedLine, confirmed_lines
from backorders.rules.order_status import OrderStatus
from catalog.rules.quantity import plain
from catalog.storefront.presenters.picture import drawing
from catalog.storefront.presenters.price_text import price_text

REFUSED = frozenset({PaymentStatus.REJECTED, PaymentStatus.ERROR})


@dataclass(frozen=True)
class OrderPageLine:
    """One line; `owed` is the number that will be shipped later, empty when the shopper is not to be told of any."""

    name: str
    sku: str
    picture: str
    quantity: str
    unit_price: str
    total: str
    owed: str


@dataclass(frozen=True)
class OrderPage:
    """`state` is one of paid, unpaid, refused, canceled; `checkout` is the token in the page's address."""

    number: str
    checkout: str
    state: str
    status: str
    email: str
    customer_name: str
    lines: tuple[OrderPageLine, ...]
    total: str

    @property
    def is_partly_owed(self) -> bool:
        """Whether the shopper is told that something comes later."""
        return any(line.owed for line in self.lines)


def order_page(order: Order) -> OrderPage:
    """Return the page of an order. The owed part is told for products that notify (rules.md, "What the shopper is told")."""
    state = _state(order)
    tells = state in {"paid", "unpaid"}
    return OrderPage(
        number=order.number,
        checkout=str(order.checkout),
        state=state,
        status=order.status_label,
        email=order.email,
        customer_name=order.customer_name,
        lines=tuple(_line(line, order.currency, tells=tells) for line in confirmed_lines(order)),
        total=price_text(order.total, order.currency),
    )


def _state(order: Order) -> str:
    match OrderStatus(order.status):
        case OrderStatus.PENDING_PAYMENT:
            return "unpaid"
        case OrderStatus.CANCELED:
            return "refused" if order.payments.filter(status__in=REFUSED).exists() else "canceled"
        case _:
            return "paid"


def _line(line: ConfirmedLine, currency: str, *, tells: bool) -> OrderPageLine:
    return OrderPageLine(
        name=line.name,
        sku=line.sku,
        picture=drawing(line.name, seed=line.sku),
        quantity=plain(line.ordered),
        unit_price=price_text(line.unit_price, currency),
        total=price_text(line.row_total, currency),
        owed=plain(line.owed) if tells and line.notifies and line.owed else "",
    )
