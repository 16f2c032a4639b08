"""Place an order: the one hot path, guarded in the database (docs/decisions/0003)."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from backorders.actions.steps.messages import confirm_order
from backorders.actions.steps.placing import (
    GUARD,
    Lines,
    PromisedLine,
    Wanted,
    days_of_order,
    keep_owed,
    ordered_line,
    promise_as_one,
    refuse_more_owed,
    refuse_unagreed,
    wanted_lines,
    write_order,
)
from backorders.actions.steps.unpaid_checks import refuse_too_many_checks
from backorders.models import Order, OrderLine
from backorders.queries.placing import OrderBasis, behind_the_queue, order_basis
from backorders.rules.address import Address
from backorders.rules.payment import PaymentMethod
from backorders.rules.placing import NO_TERMS, Terms, free_before_each, order_total, refusals, summed
from backorders.words.refusal import refusal_for_staff
from catalog.models import Product, StoreView, Website
from catalog.models.fields import text_columns
from catalog.queries.database_errors import names_a_gone_row, violated_constraint
from catalog.rules import configuration as declared
from catalog.rules.in_force import StockPolicy
from catalog.rules.quantity import ZERO
from catalog.rules.salable import Level, Reason, Refusal, owed_part
from catalog.rules.text import refuse_texts
from catalog.words.refusal import Refused

# Units sold, the same order placed, a row deleted meanwhile: judging again names what happened.
JUDGED_AGAIN = {GUARD, "backorders_order_checkout_key"}
# The guard sees newer numbers than the rule did. When the rule judges again units may be free again: try several times.
ATTEMPTS = 5

type Positions = dict[int, tuple[Level, StockPolicy]]


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
    told_days: Mapping[Product, date | None] | None = None,
    terms: Terms = NO_TERMS,
    network: str = "",
    by: User | None,
    now: datetime,
) -> Order:
    """Place an order of `lines` (quantities in units) and return it, pending payment, with its units reserved.

    `group` is the customer group whose minimum quantities hold, now and at an edit (None: ALL GROUPS). The order's mails lead
    back to `store_view`. `ship_to` is where the goods go (None: nowhere, or another system knows), `terms` what he chose. The
    same `checkout` token gives the same order. `told_owed` are the units of each product that may be backordered, `told_days`
    until when, as was told (None: he agrees to any). Raises `OwesMore` where the guard, the last statement, finds more or a later
    day, `NotAgreed` for a day beyond `terms`, `TooManyChecks` of one address or `network`, `NotSalable` with every failing line,
    `ValueError` for what is none. An order to be paid offline is confirmed after its commit, others when paid.
    """
    is_offline, placed_at, token = payment_method == PaymentMethod.CHECK_MONEY_ORDER, now, checkout or uuid.uuid4()
    buyer = {"email": email, "customer_name": customer_name, "customer_group": group or "", "network": network}
    _refuse_what_no_order_holds(payment_method, buyer)
    agreed = buyer | terms.columns(now) | {"store_view": store_view, "placed_by": by, "checkout": token}
    wanted = wanted_lines(lines)
    ids, at = {product.pk: product for product, _ in wanted}, None if website is None else website.pk
    for _ in range(ATTEMPTS):
        basis = order_basis(products=ids, website=at, checkout=None if checkout is None else str(checkout))
        if basis.placed_id is not None:
            placed = Order.objects.get(pk=basis.placed_id)
            return _told(placed, is_offline=placed.is_offline)
        positions = _judge(wanted, basis, group)
        order = _order(wanted, basis, agreed | {"placed_at": placed_at}, ship_to)
        try:
            _write(order, wanted, basis, positions, payment_method=payment_method, told=(told_owed, told_days, terms))
        except IntegrityError as error:
            if violated_constraint(error) not in JUDGED_AGAIN and not names_a_gone_row(error):
                raise
            # Who was overtaken while he waited for the guard stands behind those who were promised their units meanwhile.
            placed_at = behind_the_queue(ids, now)
        else:
            return _told(order, is_offline=is_offline)
    raise NotSalable(_refused(wanted, order_basis(products=ids, website=at, checkout=None), group))


def _refuse_what_no_order_holds(payment_method: str, texts: Mapping[str, str]) -> None:
    refuse_texts(text_columns(Order), texts)
    if payment_method not in set(PaymentMethod):
        message = f"There is no payment method “{payment_method}”."
        raise ValueError(message)


def _judge(wanted: Wanted, basis: OrderBasis, group: str | None) -> Positions:
    """Return the positions of the products, and refuse here what can be refused cheaply.

    What a website does not sell cannot be bought there, by staff neither.
    """
    positions = basis.positions((product.pk for product, _ in wanted), group)
    refused = refusals(
        summed((product.pk, quantity) for product, quantity in wanted),
        positions,
        for_sale=frozenset(pk for pk, product in basis.products.items() if product.is_for_sale),
    )
    if refused:
        products = {product.pk: product for product, _ in wanted}
        raise NotSalable(tuple(RefusedLine(products[pk], refusal) for pk, refusal in refused.items()))
    return positions


def _order(wanted: Wanted, basis: OrderBasis, agreed: Mapping[str, Any], ship_to: Address | None) -> Order:
    fresh = ((basis.products[product.pk], quantity) for product, quantity in wanted)
    return Order(
        website_id=basis.website_id,
        stock_id=basis.stock_id,
        currency=basis.currency,
        total=order_total(((product.sku, product.price, quantity) for product, quantity in fresh), basis.currency),
        **agreed,
        **{} if ship_to is None else asdict(ship_to),
    )


def _write(
    order: Order,
    wanted: Wanted,
    basis: OrderBasis,
    positions: Positions,
    *,
    payment_method: str,
    told: tuple[Mapping[Product, Decimal] | None, Mapping[Product, date | None] | None, Terms],
) -> None:
    """Write the order in one statement, the last before COMMIT but in a race."""
    with transaction.atomic():
        if payment_method != PaymentMethod.CHECK_MONEY_ORDER or order.placed_by_id is not None:
            order.network = ""  # nobody counts them by it
        else:
            refuse_too_many_checks(order, configuration=basis.configuration)
        promised = write_order(
            order,
            _lines(order, wanted, basis, positions),
            payment_method=payment_method,
            floors={pk: policy.floor for pk, (_, policy) in positions.items()},
        )
        own = [(each.line, each.owed, _seen_day(each, basis, positions, _day(order))) for each in promised]
        seen = list(zip(promised, days_of_order(order, own), strict=True))
        told_owed, told_days, terms = told
        refuse_more_owed(seen, told_owed, told_days)
        refuse_unagreed(seen, terms, today=_day(order))
        keep_owed({each.line: (each.owed, day) for each, day in seen})


def _day(order: Order) -> date:
    return localtime(order.placed_at).date()


def _seen_day(each: PromisedLine, basis: OrderBasis, positions: Positions, today: date) -> date | None:
    """Return when the part of a line comes that the guard found owed."""
    if not each.owed:
        return None
    product = each.line.product_id or 0
    return each.day(basis.outlook(product, positions[product][1]), today=today)


def _lines(order: Order, wanted: Wanted, basis: OrderBasis, positions: Positions) -> list[OrderLine]:
    free = {pk: level.free for pk, (level, _) in positions.items()}
    before = free_before_each(((product.pk, quantity) for product, quantity in wanted), free)
    reserves = basis.configuration.flag(declared.CAN_SUBTRACT)
    lines = []
    for (product, quantity), there in zip(wanted, before, strict=True):
        _, policy = positions[product.pk]
        is_reserved = reserves and policy.manage_stock
        owed, day = owed_part(quantity, there) if is_reserved else ZERO, None
        if owed:
            day = basis.outlook(product.pk, policy).day_if_ordered(quantity, free=there, today=_day(order))
        lines.append(
            ordered_line(
                order,
                basis.products[product.pk],
                quantity,
                mode=policy.backorders,
                is_reserved=is_reserved,
                owed_when_placed=owed,
                promised_on=day,
            )
        )
    promise_as_one(order, lines)
    return lines


def _told(order: Order, *, is_offline: bool) -> Order:
    """Return `order`, confirmed when nothing has to be waited for. Nothing of this may stand before the commit of its units."""
    if is_offline:
        confirm_order(order=order)
    return order


def _refused(wanted: Wanted, basis: OrderBasis, group: str | None) -> tuple[RefusedLine, ...]:
    """Say that nothing is to be had when the guard refused each time while the numbers read before it allowed the sale."""
    positions = _judge(wanted, basis, group)
    requested = summed((product.pk, quantity) for product, quantity in wanted)
    return tuple(
        RefusedLine(product, Refusal(Reason.NOT_ENOUGH, requested[product.pk]))
        for product in dict.fromkeys(product for product, _ in wanted)
        if positions[product.pk][1].floor is not None
    )
