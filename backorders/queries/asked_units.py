"""The units that are asked of the lines of an order, and the policies of those lines."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from backorders.models import Order, OrderLine
from backorders.rules.line_quantities import divisible
from catalog.models import ConfigurationValue, Product
from catalog.queries.salable import positions
from catalog.rules.in_force import StockPolicy
from catalog.rules.quantity import InvalidQuantityError, plain, quantity
from catalog.words.refusal import Refused


class UnitsRefused(Refused):
    """The order has no such units to give. `problems` has a sentence for each SKU concerned.

    `rest` are the units that nothing is to be said against.
    """

    def __init__(self, problems: Iterable[str], rest: Mapping[OrderLine, Decimal]) -> None:
        """Keep both."""
        super().__init__(*problems)
        self.rest = dict(rest)


def asked_units(
    order: Order, lines: Iterable[OrderLine], units: Mapping[OrderLine, Decimal]
) -> dict[OrderLine, Decimal]:
    """Return `units` as {line of `lines`: units above zero}, cut to four places; lines of which none are asked are left out.

    `lines` are the order's, read under its lock. Raises `UnitsRefused` for lines that are not among them, for what is no
    quantity or less than nothing, and for fractions of what is sold in whole units.
    """
    found = {line.pk: line for line in lines}
    asked: dict[OrderLine, Decimal] = {}
    problems = []
    for line, given in units.items():
        try:
            number = quantity(given)
        except InvalidQuantityError as error:
            problems.append(f"{line.sku}: {error}")
            continue
        if line.pk not in found:
            problems.append(f"{line.sku}: it is not part of this order any more.")
        elif number < 0:
            problems.append(f"{line.sku}: {plain(number)} asked, which is less than nothing.")
        elif number:
            asked[found[line.pk]] = number
    fractions = _fractions(order, asked)
    if problems or fractions:
        rest = {line: number for line, number in asked.items() if line not in fractions}
        raise UnitsRefused((*problems, *fractions.values()), rest)
    return asked


def _fractions(order: Order, asked: Mapping[OrderLine, Decimal]) -> dict[OrderLine, str]:
    if not any(number % 1 for number in asked.values()):
        return {}
    decimal = {pk for pk, policy in line_policies(order, asked).items() if policy.is_qty_decimal}
    return {
        line: f"{line.sku}: {plain(number)} asked, but it is sold in whole units only."
        for line, number in asked.items()
        if not divisible(number, ordered=line.ordered, is_qty_decimal=line.product_id in decimal)
    }


def managed_products(order: Order, lines: list[OrderLine]) -> frozenset[int]:
    """Return the ids of the lines' products whose stock is managed now: only those are deducted and put back."""
    return frozenset(pk for pk, policy in line_policies(order, lines).items() if policy.manage_stock)


def line_policies(order: Order, lines: Iterable[OrderLine]) -> dict[int, StockPolicy]:
    """Return {product id: the policy in force on the order's website}; products that were deleted are missing."""
    products = Product.objects.filter(pk__in=[line.product_id for line in lines if line.product_id is not None])
    configuration = ConfigurationValue.objects.in_force(website=order.website)
    found = positions(products, stock=order.stock, configuration=configuration)
    return {pk: position.policy for pk, position in found.items()}
