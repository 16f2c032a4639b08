"""The cart: its lines as a shopper reads them, and whether it can be checked out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backorders.queries.cart_lines import JudgedLine
from backorders.rules.order_total import LARGEST_TOTAL
from catalog.forms.refusal_message import refusal_message
from catalog.rules import configuration as declared
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.quantity import plain
from catalog.rules.quantity_told import QuantityTold
from catalog.storefront.presenters.picture import picture
from catalog.storefront.presenters.price_text import price_text
from catalog.storefront.presenters.product_address import options_of, product_address


@dataclass(frozen=True)
class CartLineRow:
    """One line of the cart.

    `problem` is why it blocks the checkout; `notice` answers a change that was refused; each is empty when there is nothing to
    say. `told` is what the shop says to the quantity, None when it does not promise it.
    """

    pk: int
    name: str
    url: str
    sku: str
    options: str
    picture: str
    unit_price: str
    quantity: str
    least: str
    most: str
    step: str
    total: str
    problem: str
    notice: str
    told: QuantityTold | None


@dataclass(frozen=True)
class CartPage:
    """`mark` changes when a product, a quantity or a price does: the shopper pays for what they saw.

    `is_shipped` says whether anything in the cart needs an address to go to.
    """

    lines: tuple[CartLineRow, ...]
    total: str
    problem: str
    mark: str
    is_shipped: bool

    @property
    def can_check_out(self) -> bool:
        """Whether nothing stands in the way."""
        return bool(self.lines) and not self.problem and not any(line.problem for line in self.lines)


def cart_page(
    lines: Sequence[JudgedLine],
    *,
    configuration: Configuration,
    currency: str,
    notices: Mapping[int, str] | None = None,
) -> CartPage:
    """Return the page for judged lines; `notices` are answers to refused changes, by line id."""
    total = sum((_total(line) for line in lines), Decimal("0.00"))
    bought = "|".join(f"{line.product.pk}x{plain(line.quantity)}@{line.product.price}" for line in lines)
    return CartPage(
        lines=tuple(_row(line, configuration, currency, (notices or {}).get(line.pk, "")) for line in lines),
        total=price_text(total, currency),
        problem="" if total <= LARGEST_TOTAL else "This order is larger than one order can be. Please split it.",
        mark=hashlib.sha256(bought.encode()).hexdigest()[:32],
        is_shipped=any(not line.product.is_virtual for line in lines),
    )


def _total(line: JudgedLine) -> Decimal:
    return (line.product.price * line.quantity).quantize(Decimal("0.01"))


def _row(line: JudgedLine, configuration: Configuration, currency: str, notice: str) -> CartLineRow:
    product, told = line.product, line.availability
    options = options_of(product) if product.variant_of else {}
    is_displayed = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    is_promised = line.is_promised and line.refusal is None
    return CartLineRow(
        pk=line.pk,
        name=(product.variant_of or product).name,
        url=product_address(product),
        sku=product.sku,
        options=", ".join(f"{name}: {value}" for name, value in options.items()),
        picture=picture(product),
        unit_price=price_text(product.price, currency),
        quantity=plain(line.quantity),
        least=plain(told.least),
        most="" if told.most is None else plain(told.most),
        step=plain(told.step) if told.step else "any",
        total=price_text(_total(line), currency),
        problem="" if line.refusal is None else refusal_message(line.refusal, configuration, most=told.most),
        notice=notice,
        told=told.told_for(line.quantity, is_displayed=is_displayed) if is_promised else None,
    )
