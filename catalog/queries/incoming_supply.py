"""Which supply is outstanding, late or received, and what comes next of many products."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from catalog.models import IncomingSupply
from catalog.rules.incoming_supply import Supply, SupplyState
from catalog.rules.quantity import ZERO


def outstanding() -> QuerySet[IncomingSupply]:
    """Return the supplies of which units are still expected, the earliest day first."""
    return IncomingSupply.objects.filter(is_closed=False, received__lt=F("quantity"))


def in_state(state: SupplyState, *, today: date) -> Q:
    """Return what finds the supplies that stand so `today`: the twin of `Supply.state` in SQL."""
    waits = Q(is_closed=False, received__lt=F("quantity"))
    match state:
        case SupplyState.LATE:
            return waits & Q(expected_on__lt=today)
        case SupplyState.EXPECTED:
            return waits & Q(expected_on__gte=today)
        case SupplyState.RECEIVED:
            return Q(received__gte=F("quantity"))
        case SupplyState.CLOSED:
            return Q(is_closed=True, received__lt=F("quantity"))


@dataclass(frozen=True)
class SupplyAtSource:
    """A supply, and the name of the source that it comes to."""

    supply: Supply
    source_name: str

    def is_late(self, today: date) -> bool:
        """Whether it should have come before `today`."""
        return self.supply.state(today) is SupplyState.LATE

    @property
    def units(self) -> Decimal:
        """Units that are still expected."""
        return self.supply.outstanding


def supplies_of(product_id: int, *, first: int) -> tuple[SupplyAtSource, ...]:
    """Return the `first` supplies of a product that are outstanding, at any source, the earliest day first. One query."""
    rows = outstanding().filter(product=product_id).select_related("source").order_by("expected_on", "pk")[:first]
    return tuple(SupplyAtSource(row.as_supply(), row.source.name) for row in rows)


@dataclass(frozen=True)
class ExpectedOfProducts:
    """What is outstanding of some products: how many `supplies`, their `units` in all, and the `first` of them by their day."""

    supplies: int
    units: Decimal
    first: tuple[SupplyAtSource, ...]


def expected_of_products(product_ids: Collection[int], *, first: int) -> ExpectedOfProducts:
    """Return what is outstanding of the products, at any source. Two queries."""
    rows = outstanding().filter(product__in=product_ids)
    counted = rows.order_by().aggregate(supplies=Count("pk"), units=Sum(F("quantity") - F("received")))
    named = rows.select_related("source").order_by("expected_on", "pk")[:first] if counted["supplies"] else ()
    return ExpectedOfProducts(
        counted["supplies"],
        counted["units"] or ZERO,
        tuple(SupplyAtSource(row.as_supply(), row.source.name) for row in named),
    )


def next_supplies(*, stock_ids: Collection[int], product_ids: Collection[int]) -> dict[tuple[int, int], SupplyAtSource]:
    """Return {(stock id, product id): the earliest supply that is outstanding at an enabled source of the stock}. One query.

    Of products and stocks in all their pairs; what was expected before today and has not come is the earliest.
    """
    rows = (
        outstanding()
        .filter(product__in=product_ids, source__is_enabled=True, source__links__stock__in=stock_ids)
        .annotate(stock_id=F("source__links__stock"), source_name=F("source__name"))
        .order_by("stock_id", "product_id", "expected_on", "pk")
        .distinct("stock_id", "product_id")
    )
    return {(row.stock_id, row.product_id): SupplyAtSource(row.as_supply(), row.source_name) for row in rows}
