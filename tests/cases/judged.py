"""What the project says of one product in one stock: by the rules and in SQL, which must agree."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from catalog.models import ConfigurationValue, Product, Stock
from catalog.queries.availability import with_availability
from catalog.queries.salable import Position, positions
from catalog.rules import configuration as declared
from catalog.rules.availability import Availability
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import quantity
from catalog.rules.salable import check_quantity, is_salable
from catalog.words.refusal import refusal_message

NOTICE = "We don't have as many quantity as you requested, but we'll back order the remaining {}."


@dataclass(frozen=True)
class Judged:
    """One product in one stock, asked in every way that the project has."""

    product: Product
    position: Position
    configuration: Configuration
    availability: Availability
    rows: QuerySet[Any]

    @property
    def is_salable(self) -> bool:
        """Whether the product can be sold at all; rule and SQL agree."""
        level, policy = self.position.level, self.position.policy
        return _agreed(is_salable(level, policy, is_enabled=self.product.is_enabled), in_sql=self._sql("is_salable"))

    def salable_quantity(self, stock: Stock) -> Decimal:
        """Return the displayed salable quantity; model method and SQL agree."""
        return _agreed(self.product.salable_quantity(stock), in_sql=self._sql("salable_quantity"))

    def messages(self, requested: Decimal) -> frozenset[str]:
        """Return the texts that refuse `requested`, none when it may be sold; rule and SQL agree about that.

        There are two when decimals are not allowed and another limit is passed as well: docs/rules.md#salable-5 tells
        decimals first, the reference tells them last. Both are true of the quantity, and a case may name either.
        """
        level, policy = self.position.level, self.position.policy
        refusal = check_quantity(requested, level, policy, is_for_sale=self.product.is_enabled)
        _agreed(refusal is None, in_sql=self._is_offered_in_sql(requested))
        if refusal is None:
            return frozenset()
        limits = check_quantity(
            requested, level, replace(policy, is_qty_decimal=True), is_for_sale=self.product.is_enabled
        )
        return frozenset(refusal_message(each, self.configuration) for each in (refusal, limits) if each is not None)

    @property
    def only_left(self) -> Decimal | None:
        """The X of "Only X left"; model method and SQL agree."""
        return _agreed(self.availability.only_left, in_sql=self._sql("only_left"))

    def notice(self, requested: Decimal) -> str | None:
        """Return the backorder notice that the shopper reads, or None."""
        owed = self.availability.told_for(requested, is_displayed=True).owed
        return NOTICE.format(owed) if owed else None

    def _is_offered_in_sql(self, requested: Decimal) -> bool:
        can_be_bought, least, most, increment, takes_decimals = self.rows.values_list(
            "can_be_bought", "least", "most", "policy_increment", "policy_is_qty_decimal"
        ).get()
        counted, step = quantity(requested), increment or (0 if takes_decimals else 1)
        within = least <= counted and (most is None or counted <= most)
        beyond = (counted if takes_decimals else requested) % step if step else 0
        return bool(can_be_bought and within and counted > 0 and not beyond)

    def _sql(self, column: str) -> object:
        # Only what is asked for is compiled: the whole row is a large statement.
        return self.rows.values_list(column, flat=True).get()


def judged(product: Product, stock: Stock) -> Judged:
    """Ask the rules and SQL about `product` in `stock`."""
    channel = stock.sales_channels.order_by("pk").first()
    found = ConfigurationValue.objects.in_force(website=None if channel is None else channel.website)
    rows = with_availability(
        Product.objects.filter(pk=product.pk),
        stock=stock,
        configured=found.configured_policy(),
        only_x_left_threshold=found.number(declared.ONLY_X_LEFT_THRESHOLD),
    )
    return Judged(
        product=product,
        position=positions([product], stock=stock, configuration=found)[product.pk],
        configuration=found,
        availability=product.availability(stock),
        rows=rows,
    )


def _agreed[T](by_rule: T, *, in_sql: object) -> T:
    if by_rule != in_sql:
        raise AssertionError(f"The rule says {by_rule}, its SQL twin says {in_sql}.")
    return by_rule
