"""Place an order: the one hot path, guarded in the database (docs/decisions/0003)."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from backorders.actions.steps.messages import confirm_order
from backorders.actions.steps.placing import GUARD, keep_owed, ordered_line, refuse_more_owed, refuse_too_many_checks
from backorders.models import Order, OrderLine, Payment
from backorders.rules.address import Address
from backorders.rules.payment import PaymentMethod
from backorders.rules.placing import order_total, owed_of_each, refusals, summed
from backorders.words.refusal import refusal_for_staff
from catalog.models import ConfigurationValue, Product, Reservation, Stock, StoreView, Website
from catalog.models.fields import refuse_texts
from catalog.models.reservation import EventType
from catalog.queries.database_errors import names_a_gone_row, violated_constraint
from catalog.queries.salable import Position, positions, with_for_sale
from catalog.rules import configuration as declared
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import ZERO
from catalog.rules.quantity import quantity as exact
from catalog.rules.salable import Reason, Refusal
from catalog.words.refusal import Refused

# Units sold, the same order placed, a row deleted meanwhile: judging again names what happened.
JUDGED_AGAIN = {GUARD, "backorders_order_checkout_key"}
# The guard sees newer numbers than the rule did. When the rule judges again units may be free again: try several times.
ATTEMPTS = 5

type Lines = Mapping[Product, Decimal | int] | Iterable[tuple[Product, Decimal | int]]


@dataclass(frozen=True)
class RefusedLine:
    """A product that cannot be sold in the requested quantity, and why."""

    product: Product
    refusal: Refusal

    @property
    def problem(self) -> str:
        """Why, in the words that staff know; shoppers are told by `shopper_refusal`."""
        return f"{self.product.sku}: {refusal_for_staff(self.refusal)}"


class NotSalable(Refused):
    """The order was refused and nothing changed; `lines` names every failing product."""

    def __init__(self, lines: tuple[RefusedLine, ...]) -> None:
        """Keep the failing lines."""
        super().__init__(*(line.problem for line in lines))
        self.lines = lines


@dataclass(frozen=True)
class _Basket:
    website: Website
    stock: Stock
    lines: tuple[tuple[Product, Decimal], ...]
    positions: dict[int, Position]
    configuration: Configuration

    @property
    def of_order(self) -> dict[str, Any]:
        """The order's columns that follow from the basket."""
        currency = self.website.currency
        return {"website": self.website, "stock": self.stock, "currency": currency, "total": self.total}

    @property
    def total(self) -> Decimal:
        lines = ((product.sku, product.price, quantity) for product, quantity in self.lines)
        return order_total(lines, self.website.currency)


def place_order(
    *,
    lines: Lines,
    email: str,
    customer_name: str = "",
    ship_to: Address | None = None,
    website: Website | None = None,
    store_view: StoreView | None = None,
    checkout: uuid.UUID | None = None,
    payment_method: str = PaymentMethod.CARD,
    group: str | None = None,
    told_owed: Mapping[Product, Decimal] | None = None,
    network: str = "",
    by: User | None,
    now: datetime,
) -> Order:
    """Place an order of `lines` (quantities in units) and return it, pending payment, with its units reserved.

    `group` is the customer group whose minimum quantities hold, now and at an edit (None: ALL GROUPS). The order's mails lead back
    to `store_view`. `ship_to` is where the goods go (None: nothing is shipped, or another system knows). With "Decrease Stock When
    Order is Placed" off nothing is reserved. The same `checkout` token gives the same order, however often. `told_owed` are the
    units of each product that may be backordered, as the shopper was told (None: he agrees to any). Raises `OwesMore` where the
    guard finds more, `TooManyChecks` for too many unpaid checks of one address or `network` (whence he comes), `NotSalable`
    with every failing line, and `ValueError` for what is no line, quantity, text or method, and a total too large. The last
    statement is the guard: no unit is sold twice. An order to be paid offline is confirmed after its commit, others when paid.
    """
    is_offline = payment_method == PaymentMethod.CHECK_MONEY_ORDER
    buyer = {"email": email, "customer_name": customer_name, "customer_group": group or "", "network": network}
    _refuse_what_no_order_holds(payment_method, buyer)
    wanted, token = _wanted(lines), checkout or uuid.uuid4()
    for _ in range(ATTEMPTS):
        if checkout is not None and (placed := Order.objects.filter(checkout=checkout).first()):
            return _told(placed, is_offline=placed.is_offline)
        basket = _judge(wanted, website=website, group=group)
        order = Order(
            checkout=token,
            store_view=store_view,
            **basket.of_order,
            placed_at=now,
            placed_by=by,
            **buyer | ({} if ship_to is None else asdict(ship_to)),
        )
        try:
            _write(order, basket, payment_method=payment_method, told_owed=told_owed)
        except IntegrityError as error:
            if violated_constraint(error) not in JUDGED_AGAIN and not names_a_gone_row(error):
                raise
        else:
            return _told(order, is_offline=is_offline)
    raise NotSalable(_refused(wanted, website=website, group=group))


def _refuse_what_no_order_holds(payment_method: str, texts: Mapping[str, str]) -> None:
    refuse_texts(Order, texts)
    if payment_method not in set(PaymentMethod):
        message = f"There is no payment method “{payment_method}”."
        raise ValueError(message)


def _wanted(lines: Lines) -> tuple[tuple[Product, Decimal], ...]:
    wanted = tuple((p, exact(q)) for p, q in (lines.items() if isinstance(lines, Mapping) else lines))
    if not wanted:
        message = "An order has at least one line."
        raise ValueError(message)
    return wanted


def _judge(wanted: tuple[tuple[Product, Decimal], ...], *, website: Website | None, group: str | None) -> _Basket:
    """Read configuration, products and levels in a constant number of queries, and refuse here what can be refused cheaply."""
    chosen = {"pk": website.pk} if website else {"is_default": True}
    seller = Website.objects.select_related("sales_channel__stock").get(**chosen)
    stock = seller.sales_channel.stock
    configuration = ConfigurationValue.objects.in_force(website=seller)
    # What a website does not sell cannot be bought there, by staff neither. Asked with the products: no query more.
    fresh = with_for_sale(Product.objects.all(), seller.pk).in_bulk([product.pk for product, _ in wanted])
    found = positions([product for product, _ in wanted], stock=stock, configuration=configuration, group=group)
    refused = refusals(
        summed((product.pk, quantity) for product, quantity in wanted),
        {pk: (position.level, position.policy) for pk, position in found.items()},
        for_sale=frozenset(pk for pk, product in fresh.items() if product.is_for_sale),
    )
    if refused:
        products = {product.pk: product for product, _ in wanted}
        raise NotSalable(tuple(RefusedLine(products[pk], refusal) for pk, refusal in refused.items()))
    lines = tuple((fresh[product.pk], quantity) for product, quantity in wanted)
    return _Basket(seller, stock, lines, found, configuration)


def _write(order: Order, basket: _Basket, *, payment_method: str, told_owed: Mapping[Product, Decimal] | None) -> None:
    """Write the order; the INSERT of its reservations, in stock level order, is the last statement before COMMIT."""
    with transaction.atomic():
        if payment_method != PaymentMethod.CHECK_MONEY_ORDER or order.placed_by_id is not None:
            order.network = ""  # nobody counts them by it
        else:
            refuse_too_many_checks(order, configuration=basket.configuration)
        order.save(force_insert=True)
        written = OrderLine.objects.bulk_create(_lines(order, basket))
        Payment(
            order=order,
            variant=payment_method,
            token=str(uuid.uuid4()),
            currency=order.currency,
            total=order.total,
            description=str(order),
            billing_email=order.email,
        ).save(force_insert=True)
        reserved = sorted(
            (line for line in written if line.is_reserved), key=lambda line: (line.product_id or 0, line.pk)
        )
        rows = Reservation.objects.bulk_create(
            Reservation(
                stock=basket.stock,
                product_id=line.product_id or 0,
                quantity=-line.ordered,
                floor=basket.positions[line.product_id or 0].policy.floor,
                event_type=EventType.ORDER_PLACED,
                event_key=line.placement_key,
                order_number=order.number,
            )
            for line in reserved
            if line.product_id is not None
        )
        refuse_more_owed(rows, told_owed)
        keep_owed({line: row.owed for line, row in zip(reserved, rows, strict=True)})


def _lines(order: Order, basket: _Basket) -> Iterator[OrderLine]:
    free = {pk: position.level.free for pk, position in basket.positions.items()}
    owed = owed_of_each(((product.pk, quantity) for product, quantity in basket.lines), free)
    reserves = basket.configuration.flag(declared.CAN_SUBTRACT)
    for (product, quantity), owes in zip(basket.lines, owed, strict=True):
        policy = basket.positions[product.pk].policy
        is_reserved = reserves and policy.manage_stock
        owed_when_placed = owes if is_reserved else ZERO
        yield ordered_line(
            order,
            product,
            quantity,
            mode=policy.backorders,
            is_reserved=is_reserved,
            owed_when_placed=owed_when_placed,
        )


def _told(order: Order, *, is_offline: bool) -> Order:
    """Return `order`, confirmed when nothing has to be waited for. Nothing of this may stand before the commit of its units."""
    if is_offline:
        confirm_order(order=order)
    return order


def _refused(
    wanted: tuple[tuple[Product, Decimal], ...], *, website: Website | None, group: str | None
) -> tuple[RefusedLine, ...]:
    """Say that nothing is to be had when the guard refused each time while the numbers read before it allowed the sale."""
    basket = _judge(wanted, website=website, group=group)
    requested = summed((product.pk, quantity) for product, quantity in basket.lines)
    return tuple(
        RefusedLine(product, Refusal(Reason.NOT_ENOUGH, requested[product.pk]))
        for product in dict.fromkeys(product for product, _ in basket.lines)
        if basket.positions[product.pk].policy.floor is not None
    )
