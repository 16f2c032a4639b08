"""A cart is filled, changed, closed."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import OuterRef, Subquery

from backorders.models import Cart, CartLine, Order
from backorders.queries.cart_lines import cart_lines
from backorders.queries.locks import locked_cart, locked_gone_lines
from backorders.queries.placing import order_basis
from backorders.rules.order_status import OrderStatus
from backorders.rules.placing import LineChange, line_change
from backorders.words.refusal import refusal_for_staff
from catalog.models import ConfigurationValue, Product, Stock, Website
from catalog.queries.locks.product import locked_price
from catalog.queries.prepared import note_stored, prepared_row
from catalog.rules.availability import Availability, availability, first_quantity
from catalog.rules.quantity import LARGEST, ZERO, InvalidQuantityError
from catalog.rules.quantity import quantity as exact
from catalog.rules.salable import Refusal, check_quantity
from catalog.words.refusal import Refused


class QuantityRefused(Refused):
    """The quantity cannot be bought; the cart is as it was, with `in_cart` units of what was asked for in it already.

    `told` is what the shopper is told about the product now.
    """

    def __init__(self, product: Product, refusal: Refusal, told: Availability, *, in_cart: Decimal = ZERO) -> None:
        super().__init__(f"{product.sku}: {refusal_for_staff(refusal)}")
        self.product = product
        self.refusal = refusal
        self.told = told
        self.in_cart = in_cart


def add_to_cart(
    *,
    token: uuid.UUID | None,
    website: Website,
    product: Product,
    quantity: Decimal | None = None,
    group: str | None = None,
) -> CartLine:
    """Add `quantity` units (None: what a quantity box begins with) and return the line; its cart's token is to be remembered.

    What lies in the cart already is added before it is judged. A `token` that is None, unknown or used up by an order opens a
    new cart. Raises `QuantityRefused`, `InvalidQuantityError` for what is no quantity, and `Product.DoesNotExist` or
    `Website.DoesNotExist`, also for what is deleted in the same moment, with the cart unchanged. Calls for one cart wait for
    each other, none is lost.
    """
    if website.pk is None:
        raise Website.DoesNotExist
    if quantity is not None and exact(quantity) <= 0:
        raise InvalidQuantityError(quantity, "A cart line holds more than nothing.")
    ids = tuple(filter(None, (product.pk,)))  # one that was never saved has none
    basis = order_basis(products=ids, website=website.pk, checkout=None)
    offered = basis.products.get(product.pk)
    if offered is None:
        raise Product.DoesNotExist
    level, policy = basis.positions(ids, group)[product.pk]
    told = availability(level, policy, is_for_sale=offered.is_for_sale)
    added = first_quantity(told) if quantity is None else exact(quantity)
    # No line is written before it is judged, so that a refusal has nothing to undo.
    with transaction.atomic(savepoint=False):
        price = locked_price(product_id=product.pk, website_id=website.pk)
        cart = None if token is None or price is None else locked_cart(token, website) or _opened(token, website)
        line = None if cart is None else cart.lines.filter(product=product).first()
        in_cart = ZERO if line is None else line.quantity
        # At most what the column holds, which is more than can ever be sold.
        wanted = min(in_cart + added, LARGEST)
        refusal = check_quantity(wanted, level, policy, is_for_sale=offered.is_for_sale)
        if price is not None and refusal is None:
            if cart is None:
                return _first_line(website, product, wanted, price)
            line = line or CartLine(cart=cart, product=product)
            line.quantity, line.price_seen = wanted, price
            line.save()
            return line
    if price is not None and refusal is not None:
        raise QuantityRefused(product, refusal, told, in_cart=in_cart)
    raise (Product if Website.objects.filter(pk=website.pk).exists() else Website).DoesNotExist


_FIRST_LINE = """
    WITH opened AS (
        INSERT INTO backorders_cart (token, website_id, created_at)
        VALUES (%(token)s::uuid, %(website)s::bigint, now()) RETURNING id
    )
    INSERT INTO backorders_cartline (cart_id, product_id, quantity, price_seen)
    SELECT id, %(product)s::bigint, %(quantity)s::numeric, %(price)s::numeric FROM opened
    RETURNING cart_id, id
"""


def _first_line(website: Website, product: Product, quantity: Decimal, price: Decimal) -> CartLine:
    """Write a new cart and its first line in one statement, and return the line."""
    cart = Cart(website=website)
    values = {"token": cart.token, "website": website.pk, "product": product.pk, "quantity": quantity, "price": price}
    cart.pk, pk = prepared_row(_FIRST_LINE, {name: str(value) for name, value in values.items()}) or ()
    line = CartLine(pk=pk, cart=cart, product=product, quantity=quantity, price_seen=price)
    note_stored(cart)
    note_stored(line)
    return line


def _opened(token: uuid.UUID, website: Website) -> Cart | None:
    """Return the cart of `token`, new and locked; where it was opened in the same moment that one.

    None: it became an order while the shopper clicked, and its token names that order for good.
    """
    if Order.objects.filter(checkout=token).exists():
        return None
    Cart.objects.bulk_create([Cart(token=token, website=website)], ignore_conflicts=True)
    cart = locked_cart(token, website)
    if cart is None:
        raise Cart.DoesNotExist
    return cart


class CartGone(Exception):
    """There is no such cart (any more): nothing was changed."""


@dataclass(frozen=True)
class LineWish:
    """What a page says about one line, in units: what it `shown` and then sent before, and what is `wanted` now.

    `wanted` is None for a box that holds no quantity: the line stays as it is.
    """

    shown: tuple[Decimal, ...]
    wanted: Decimal | None


@dataclass(frozen=True)
class CartChange:
    """What became of the wishes, by line id. Refused lines are as they were; `added` lines are not on the page that asked."""

    answers: Mapping[int, LineChange]
    refused: Mapping[int, QuantityRefused] = field(default_factory=dict)
    added: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether the cart now holds what the page showed, line by line."""
        fine = {LineChange.NONE, LineChange.APPLIED}
        return not self.refused and not self.added and all(answer in fine for answer in self.answers.values())


def change_cart(
    *,
    token: uuid.UUID | None,
    website: Website,
    wishes: Mapping[int, LineWish],
    removed: Collection[int] = (),
    group: str | None = None,
) -> CartChange:
    """Do what `wishes` ask of the lines of the cart that `token` names, and remove the lines `removed`.

    A line that another page changed meanwhile is left alone, one that cannot be bought in that quantity stays as it was; the
    others are changed all the same. Asked twice it changes nothing the second time. Raises `CartGone`, and `ValueError` for a
    quantity that is none.
    """
    wanted = {pk: _exact(wish) for pk, wish in wishes.items() if pk not in removed}
    with transaction.atomic():
        cart = None if token is None else locked_cart(token, website)
        if cart is None:
            raise CartGone
        cart.lines.filter(pk__in=removed).delete()
        lines = {line.pk: line for line in cart.lines.order_by("pk")}
        now = {pk: line.quantity for pk, line in lines.items()}
        answers = {pk: line_change(wish.shown, wish.wanted, now.get(pk)) for pk, wish in wanted.items()}
        changed = [lines[pk] for pk, answer in answers.items() if answer is LineChange.APPLIED]
        for line in changed:
            line.quantity = wanted[line.pk].wanted or line.quantity
        refused = _judged(cart, changed, website, group) if changed else {}
        for pk in refused:
            lines[pk].quantity = now[pk]
        CartLine.objects.bulk_update([lines[pk] for pk in refused], ("quantity",))
    return CartChange(answers, refused, frozenset(lines.keys() - wishes.keys()))


def _exact(wish: LineWish) -> LineWish:
    wanted = None if wish.wanted is None else exact(wish.wanted)
    if wanted is not None and wanted <= ZERO:
        message = "A cart line holds more than zero units; a line that is not wanted is removed."
        raise ValueError(message)
    return LineWish(wish.shown, wanted)


def _judged(cart: Cart, changed: list[CartLine], website: Website, group: str | None) -> dict[int, QuantityRefused]:
    """Write the changed lines and return the refusals among them, by line id."""
    CartLine.objects.bulk_update(changed, ("quantity",))
    configuration = ConfigurationValue.objects.in_force(website=website)
    judged = cart_lines(cart, stock=Stock.objects.of_website(website), configuration=configuration, group=group)
    ids = {line.pk for line in changed}
    return {
        line.pk: QuantityRefused(line.product, line.refusal, line.availability)
        for line in judged
        if line.pk in ids and line.refusal is not None
    }


def close_cart(*, order: Order) -> uuid.UUID | None:
    """Delete the cart that `order` was made from; return the cart's new token when the order was canceled, else None.

    A token names one order for good: the same goods bought again are another checkout. A cart that was closed before stays so.
    """
    asked = {"token": order.checkout, "website": order.website_id, "order": order.pk}
    if None in asked.values() or prepared_row(_CLOSE, {name: str(value) for name, value in asked.items()}):
        return None
    with transaction.atomic():
        cart = locked_cart(order.checkout, order.website)
        if cart is None:
            return None
        # Who placed the order has seen what its units cost.
        price = Product.objects.filter(pk=OuterRef("product_id")).values("price")
        cart.lines.filter(product__isnull=False).update(price_seen=Subquery(price))
        cart.token = uuid.uuid4()
        cart.save(update_fields=("token",))
        return cart.token


# Its lines go with it, by its trigger: also one that was put in while this waited for the cart.
_CLOSE = f"""
    DELETE FROM backorders_cart WHERE token = %(token)s::uuid AND website_id = %(website)s::bigint
    AND NOT EXISTS (SELECT FROM backorders_order WHERE id = %(order)s::bigint AND status = '{OrderStatus.CANCELED.value}')
    RETURNING id
"""  # noqa: S608  a status of our own


def forget_gone_lines(*, cart: Cart) -> tuple[str, ...]:
    """Remove them and return the names of their products: each is told once. A cart without such lines costs one query."""
    return _forgotten(cart.pk) if CartLine.objects.filter(cart=cart.pk, product=None).exists() else ()


@transaction.atomic
def _forgotten(cart_id: int) -> tuple[str, ...]:
    gone = locked_gone_lines(cart_id)
    if gone:
        CartLine.objects.filter(pk__in=[line.pk for line in gone]).delete()
    return tuple(line.gone_name for line in gone)
