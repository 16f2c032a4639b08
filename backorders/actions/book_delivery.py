"""Book a whole delivery at one source: each product once, all of it or nothing, under a number that stays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from backorders.actions.steps.delivered_units import Served, deliver_units
from backorders.models import Delivery, DeliveryLine, Order, ReceivedSupply, ServedOrder
from backorders.rules.delivery import MOST_PRODUCTS
from backorders.words.delivery import CHANGED, EMPTY, GONE, TOO_MANY, booked_already, not_received
from catalog.actions.posted_form import use_key
from catalog.actions.steps.received_units import LockedShelf, NotReceived, locked_shelf
from catalog.models import Product, Source
from catalog.models.fields import text_columns
from catalog.queries.database_errors import violated_constraint
from catalog.rules.incoming_supply import Receipts
from catalog.rules.quantity import InvalidQuantityError, more_than_nothing, plain
from catalog.rules.text import refuse_texts
from catalog.words.refusal import Refused

REFERENCE_ONCE = "delivery_reference_once_a_source"


class CannotBook(Refused):
    """Nothing was booked."""


@dataclass(frozen=True)
class DeliveredProduct:
    """What came of one product, the orders that it serves, in queue order, and the supplies that it receives."""

    product: Product
    units: Decimal
    served: tuple[Served, ...]
    receipts: Receipts


@dataclass(frozen=True)
class DeliveryEffect:
    """What a delivery to the source does, product by product, in the order that it was given."""

    source: Source
    delivered: tuple[DeliveredProduct, ...]

    @property
    def mark(self) -> str:
        """What the page that asks brings back, to see whether this is what was looked at."""
        told = [
            (
                each.product.pk,
                plain(each.units),
                [(one.number, plain(one.units)) for one in each.served],
                [(one.supply.number, plain(one.units), plain(one.remaining)) for one in each.receipts.receipts],
            )
            for each in self.delivered
        ]
        return sha256(repr((self.source.pk, told)).encode()).hexdigest()


def delivery_effect(
    *, source: Source, units: Mapping[Product, Decimal], expected_as: str = "", by: User | None
) -> DeliveryEffect:
    """Return what the delivery would do now: it is received, looked at, and taken back. Raises `CannotBook` as booking would."""
    _refuse_sizes(units)
    with transaction.atomic():
        effect = _received(locked_shelf(source, units), units, expected_as, by=by)
        transaction.set_rollback(True)
    return effect


def book_delivery(
    *,
    source: Source,
    units: Mapping[Product, Decimal],
    reference: str = "",
    expected_as: str = "",
    seen: str | None = None,
    key: str,
    by: User | None,
    now: datetime,
) -> Delivery:
    """Receive `units` {product: units} at `source`, in every stock that draws from it, and keep whom they served.

    The same `key` gives the same delivery, however often; the same `reference` (the supplier's number) is booked once a source, in
    any spelling. What is expected of the products there is received, `expected_as` only under this reference. `seen` is the mark
    of the effect that was looked at (None: nobody looked). Raises `CannotBook`, naming each SKU, with nothing booked;
    `InvalidTextError` for a key or reference that no column holds, `Source.DoesNotExist` for a source that is gone.
    """
    refuse_texts(text_columns(Delivery), {"key": key, "reference": reference})
    with transaction.atomic():
        if not use_key(f"booked_delivery:{key}", by=by, now=now).is_first:
            return Delivery.objects.get(key=key)
        _refuse_sizes(units)
        shelf = locked_shelf(source, units)
        delivery = _kept(Delivery(key=key, source=shelf.source, reference=reference, received_at=now, received_by=by))
        effect = _received(shelf, units, expected_as, by=by)
        if seen not in {None, effect.mark}:
            raise CannotBook(CHANGED)
        _keep_lines(delivery, effect)
    return delivery


def _kept(delivery: Delivery) -> Delivery:
    """Write the delivery. Who books the same one at the same moment waits here, and is refused."""
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != REFERENCE_ONCE:
            raise
        booked = Delivery.objects.get(source=delivery.source, reference__iexact=delivery.reference)
        raise CannotBook(booked_already(booked.reference, str(booked.source), booked.number)) from error
    return delivery


def _refuse_sizes(units: Mapping[Product, Decimal]) -> None:
    if not units:
        raise CannotBook(EMPTY)
    if len(units) > MOST_PRODUCTS:
        raise CannotBook(TOO_MANY)
    found = {product: _quantity_problem(came) for product, came in units.items()}
    if problems := [not_received(product.sku, problem) for product, problem in found.items() if problem]:
        raise CannotBook(*problems)


def _quantity_problem(came: Decimal) -> str:
    try:
        more_than_nothing(came)
    except InvalidQuantityError as problem:
        return str(problem)
    return ""


def _received(
    shelf: LockedShelf, units: Mapping[Product, Decimal], expected_as: str, *, by: User | None
) -> DeliveryEffect:
    """Receive all of it on the locked shelf."""
    exact = {product: more_than_nothing(came) for product, came in units.items()}
    try:
        found = deliver_units(shelf, exact, expected_as=expected_as, by=by)
    except NotReceived as refusal:
        raise CannotBook(*_named(units, refusal)) from refusal
    return DeliveryEffect(
        shelf.source,
        tuple(
            DeliveredProduct(product, came, found[product.pk].served, found[product.pk].receipts)
            for product, came in exact.items()
        ),
    )


def _named(units: Mapping[Product, Decimal], refusal: NotReceived) -> Iterator[str]:
    for product in units:
        match refusal.problems.get(product.pk):
            case None:
                continue
            case Product.DoesNotExist():
                yield not_received(product.sku, GONE)
            case Refused() as problem:
                yield from (not_received(product.sku, one) for one in problem.problems)
            case problem:
                yield not_received(product.sku, str(problem))


def _keep_lines(delivery: Delivery, effect: DeliveryEffect) -> None:
    lines = DeliveryLine.objects.bulk_create(
        DeliveryLine(
            delivery=delivery,
            product=each.product,
            sku=each.product.sku,
            name=each.product.name,
            quantity=each.units,
        )
        for each in effect.delivered
    )
    numbers = {served.number for each in effect.delivered for served in each.served}
    orders = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
    ServedOrder.objects.bulk_create(
        ServedOrder(line=line, order_id=orders[served.number], units=served.units)
        for line, each in zip(lines, effect.delivered, strict=True)
        for served in each.served
    )
    ReceivedSupply.objects.bulk_create(
        ReceivedSupply(
            line=line,
            supply_id=receipt.supply.number,
            reference=receipt.supply.reference,
            expected_on=receipt.supply.expected_on,
            outstanding=receipt.supply.outstanding,
            units=receipt.units,
        )
        for line, each in zip(lines, effect.delivered, strict=True)
        for receipt in each.receipts.receipts
    )
