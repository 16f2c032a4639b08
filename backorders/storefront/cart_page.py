"""The cart: its lines as a shopper reads them, and whether it can be checked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backorders.queries.cart_lines import JudgedLine
from backorders.rules.placing import LARGEST_TOTAL
from backorders.storefront.seen_cart import sealed, seen_cart
from catalog.rules import configuration as declared
from catalog.rules.availability import QuantityTold
from catalog.rules.in_force import Configuration
from catalog.rules.money import NOTHING, exact_price_text, line_amount, price_text, unit_price_text
from catalog.rules.quantity import plain
from catalog.storefront.offers import options_of, product_address
from catalog.storefront.picture import picture
from catalog.words.refusal import shopper_refusal

NOTHING_RIGHT = "Please remove what cannot be bought before you check out."
SOME_RIGHT = "Please correct the quantities that are marked, and remove what cannot be bought, before you check out."
CORRECTABLE = "Please correct the quantity for some products before you check out."
TOO_LARGE = "This order is larger than one order can be. Please split it."


@dataclass(frozen=True)
class LineAnswer:
    """What a page of the cart answers at one line. `typed` stays in its box; None: the box shows what the cart holds."""

    notice: str
    typed: str | None = None


@dataclass(frozen=True)
class CartLineRow:
    """One line of the cart.

    `problem` is why it blocks the checkout; `notice` answers a change that was not made; `price_changed` stands until it is
    bought. Each is empty when there is nothing to say. `told` is what the shop says to the quantity, None when it does not
    promise it. `shown` is what the cart holds, `quantity` what stands in the box; `is_buyable` is False where no quantity is
    right, and `url` empty where there is no page to open.
    """

    pk: int
    name: str
    url: str
    sku: str
    options: str
    picture: str
    unit_price: str
    exact_price: str
    price_changed: str
    quantity: str
    shown: str
    is_buyable: bool
    least: str
    most: str
    step: str
    total: str
    problem: str
    notice: str
    told: QuantityTold | None


@dataclass(frozen=True)
class CartPage:
    """`seen` is all that the page tells, for the checkout's form to carry.

    `total` adds up what can be bought, and is empty when that is nothing; `amount` is the same as a number; `is_part` says that
    some line is left out of it.
    `is_shipped` says whether anything in the cart needs an address to go to.
    """

    lines: tuple[CartLineRow, ...]
    total: str
    amount: Decimal
    is_part: bool
    problem: str
    seen: str
    is_shipped: bool

    @property
    def can_check_out(self) -> bool:
        """Whether nothing stands in the way."""
        return bool(self.lines) and not self.problem


def cart_page(
    lines: Sequence[JudgedLine],
    *,
    configuration: Configuration,
    currency: str,
    answers: Mapping[int, LineAnswer] | None = None,
    today: date,
) -> CartPage:
    """Return the page for judged lines; `answers` are those to changes that were not made, by line id."""
    buyable = [line for line in lines if line.refusal is None]
    total = sum((_total(line, currency) for line in buyable), NOTHING)
    return CartPage(
        lines=tuple(_row(line, configuration, currency, (answers or {}).get(line.pk), today) for line in lines),
        total=price_text(total, currency) if buyable else "",
        amount=total,
        is_part=len(buyable) < len(lines),
        problem=_problem(lines) or (TOO_LARGE if total > LARGEST_TOTAL else ""),
        seen=sealed(seen_cart(lines, is_displayed=configuration.flag(declared.DISPLAY_STOCK_STATUS), today=today)),
        is_shipped=any(not line.product.is_virtual for line in lines),
    )


def _total(line: JudgedLine, currency: str) -> Decimal:
    return line_amount(line.product.price, line.quantity, currency)


def _problem(lines: Sequence[JudgedLine]) -> str:
    """Say what to do before the checkout: no quantity is right for what cannot be bought at all."""
    refused = {line.availability.can_be_bought for line in lines if line.refusal is not None}
    if not refused:
        return ""
    return SOME_RIGHT if len(refused) > 1 else CORRECTABLE if True in refused else NOTHING_RIGHT


def _row(
    line: JudgedLine, configuration: Configuration, currency: str, answer: LineAnswer | None, today: date
) -> CartLineRow:
    product, told = line.product, line.availability
    options = options_of(product) if product.variant_of else {}
    is_displayed = configuration.flag(declared.DISPLAY_STOCK_STATUS)
    is_promised = line.is_promised and line.refusal is None
    return CartLineRow(
        pk=line.pk,
        name=(product.variant_of or product).name,
        url=product_address(product) if line.is_for_sale else "",
        sku=product.sku,
        options=", ".join(f"{name}: {value}" for name, value in options.items()),
        picture=picture(product),
        unit_price=unit_price_text(product.price, currency),
        exact_price=exact_price_text(product.price, currency),
        price_changed=_price_changed(line, currency),
        quantity=plain(line.quantity) if answer is None or answer.typed is None else answer.typed,
        shown=plain(line.quantity),
        is_buyable=line.refusal is None or told.can_be_bought,
        least=plain(told.least),
        most="" if told.most is None else plain(told.most),
        step=plain(told.step) if told.step else "any",
        total=price_text(_total(line, currency), currency),
        problem="" if line.refusal is None else shopper_refusal(line.refusal, told, configuration),
        notice="" if answer is None else answer.notice,
        told=told.told_for(line.quantity, is_displayed=is_displayed, today=today) if is_promised else None,
    )


def _price_changed(line: JudgedLine, currency: str) -> str:
    if line.price_was is None:
        return ""
    was, now = (unit_price_text(price, currency) for price in (line.price_was, line.product.price))
    return f"The price changed from {was} to {now} since you added it." if was != now else ""
