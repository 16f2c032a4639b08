"""What the page of a customer shows: the group, what was ordered and paid, what is owed now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backorders.models import Buyer, Order
from backorders.queries.buyer import buyer_numbers, orders_of, paid_by_order
from backorders.queries.order_grid import owed_now
from backorders.rules.order_status import OrderStatus
from catalog.admin.history import moment_words
from catalog.models import CustomerGroup
from catalog.queries.customer import group_of
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.money import amount_text
from catalog.rules.quantity import ZERO, plain

MOST_ORDERS = 50
ACCOUNT, NO_ACCOUNT = "Yes, and the address is confirmed", "None: orders as a guest"


@dataclass(frozen=True)
class OrderOfBuyer:
    """One row of the orders."""

    pk: int
    number: str
    placed: str
    status: str
    total: str
    paid: str
    owed: str


@dataclass(frozen=True)
class BuyerShown:
    """The page. `groups` are (code, name) to choose from, `group` the code of the one that is kept, "" for none.

    `account` says whether there is an account in the shop.
    """

    pk: int
    name: str
    email: str
    group: str
    group_name: str
    account: str
    groups: tuple[tuple[str, str], ...]
    count: int
    paid: str
    owed: str
    last: str
    orders: tuple[OrderOfBuyer, ...]
    more: int


def paid_in_words(paid: Mapping[str, Decimal]) -> str:
    """Return "EUR 20.00, USD 145.00"; "-" for nothing."""
    return ", ".join(amount_text(amount, currency) for currency, amount in paid.items()) or "-"


def buyer_shown(buyer: Buyer) -> BuyerShown:
    """Return the page of a customer. Thirteen queries, however many orders there are."""
    orders = list(orders_of(buyer.email)[:MOST_ORDERS])
    owed, paid = owed_now(orders), paid_by_order(orders)
    key: str = buyer.key  # type: ignore[attr-defined]  # annotated by `buyers`
    numbers = buyer_numbers([key])[key]
    names = dict(CustomerGroup.objects.order_by("pk").values_list("code", "name"))
    code = group_of(buyer.email)
    return BuyerShown(
        pk=buyer.pk,
        name=buyer.customer_name or "Guest",
        email=buyer.email,
        group="" if code == NOT_LOGGED_IN else code,
        group_name=names[code],
        account=ACCOUNT if numbers.has_account else NO_ACCOUNT,
        groups=tuple((each, name) for each, name in names.items() if each != NOT_LOGGED_IN),
        count=numbers.orders,
        paid=paid_in_words(numbers.paid),
        owed=plain(numbers.owed),
        last=moment_words(buyer.placed_at),
        orders=tuple(_order(order, paid, owed) for order in orders),
        more=max(numbers.orders - len(orders), 0),
    )


def _order(order: Order, paid: Mapping[int, Decimal], owed: Mapping[int, Decimal]) -> OrderOfBuyer:
    captured = paid.get(order.pk)
    return OrderOfBuyer(
        pk=order.pk,
        number=order.number,
        placed=moment_words(order.placed_at),
        status=OrderStatus(order.status).label,
        total=amount_text(order.total, order.currency),
        paid=amount_text(captured, order.currency) if captured else "-",
        owed=plain(owed.get(order.pk, ZERO)),
    )
