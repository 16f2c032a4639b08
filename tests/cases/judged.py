"""What the project says of one product in one stock: by the rules and in SQL, which must agree."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from catalog.models import ConfigurationValue, Product, Stock
from catalog.queries.availability import told
from catalog.queries.salable import Position, positions
from catalog.rules.availability import Availability, AvailabilityStatus, availability
from catalog.rules.in_force import Configuration
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
    stock: Stock

    @property
    def is_salable(self) -> bool:
        """Whether the product can be sold at all."""
        level, policy = self.position.level, self.position.policy
        return is_salable(level, policy, is_enabled=self.product.is_enabled)

    def salable_quantity(self, stock: Stock) -> Decimal:
        """Return the displayed salable quantity; the model's, in a stock that tells the same status by the rule and in SQL."""
        self._agree()
        return self.product.salable_quantity(stock)

    def messages(self, requested: Decimal) -> frozenset[str]:
        """Return the texts that refuse `requested`, none when it may be sold; nothing may be that SQL calls Out of Stock.

        There are two when decimals are not allowed and another limit is passed as well: docs/rules.md#salable-5 tells
        decimals first, the reference tells them last. Both are true of the quantity, and a case may name either.
        """
        level, policy = self.position.level, self.position.policy
        refusal = check_quantity(requested, level, policy, is_for_sale=self.product.is_enabled)
        self._agree()
        if refusal is None:
            assert self.availability.can_be_bought
            return frozenset()
        limits = check_quantity(
            requested, level, replace(policy, is_qty_decimal=True), is_for_sale=self.product.is_enabled
        )
        return frozenset(refusal_message(each, self.configuration) for each in (refusal, limits) if each is not None)

    @property
    def only_left(self) -> Decimal | None:
        """The X of "Only X left"."""
        return self.availability.only_left

    def notice(self, requested: Decimal) -> str | None:
        """Return the backorder notice that the shopper reads, or None."""
        owed = self.availability.told_for(requested, is_displayed=True, today=date.min).owed
        return NOTICE.format(owed) if owed else None

    def _agree(self) -> None:
        """Raise `AssertionError` unless the rule and SQL tell the same status."""
        rows, configured = Product.objects.filter(pk=self.product.pk), self.configuration.configured_policy()
        in_sql = [
            status
            for status in AvailabilityStatus
            if rows.filter(told(status, stock_id=self.stock.pk, configured=configured)).exists()
        ]
        by_rule = availability(self.position.level, self.position.policy, is_for_sale=self.product.is_enabled).status
        assert in_sql == [by_rule]


def judged(product: Product, stock: Stock) -> Judged:
    """Ask the rules and SQL about `product` in `stock`."""
    channel = stock.sales_channels.order_by("pk").first()
    found = ConfigurationValue.objects.in_force(website=None if channel is None else channel.website)
    return Judged(
        product=product,
        position=positions([product], stock=stock, configuration=found)[product.pk],
        configuration=found,
        availability=product.availability(stock),
        stock=stock,
    )
