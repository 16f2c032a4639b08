"""Made-up open orders, many at once: judged by the rules of every order, and each unit through the guard of the ledger.

They wait for a check, and no mail is queued: nobody bought.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from operator import itemgetter

from django.db import transaction

from backorders.actions.steps.placing import ordered_line
from backorders.models import Order, OrderLine, Payment
from backorders.queries.placing import OfferedProduct, OrderBasis, order_basis
from backorders.rules.order_status import OrderStatus
from backorders.rules.payment import PaymentMethod
from backorders.rules.placing import order_total, refusals
from catalog.models import Product, Reservation, Website
from catalog.models.product import ProductType
from catalog.models.reservation import EventType
from catalog.rules.salable import owed_part

AT_ONCE = 500
MOST_LINES = 3
MOST_UNITS = 3
DAYS = 60
FIRST_NAMES = ("Ada", "Ben", "Cleo", "Dario", "Eva", "Femi", "Grace", "Hugo", "Ines", "Jun", "Karim")
LAST_NAMES = ("Abbott", "Bauer", "Chen", "Dubois", "Evans", "Fischer", "Garcia", "Haas", "Ito", "Kowal")
type Line = tuple[OfferedProduct, Decimal]


def generate_orders(count: int, *, seed: int, now: datetime, progress: Callable[[int, int], None]) -> int:
    """Add `count` open orders of the days before `now` on all websites in turn, and return how many there was enough for.

    In transactions of some hundred, each of which sells a product once. `progress(done, count)` is told after each.
    """
    chance = random.Random(seed)  # noqa: S311  chance of made-up orders is no secret
    simple = Product.objects.exclude(product_type=ProductType.CONFIGURABLE).filter(is_enabled=True).order_by("pk")
    sold = {
        website: list(simple.filter(websites=website).values_list("pk", flat=True))
        for website in Website.objects.filter(sales_channel__isnull=False).order_by("pk")
    }
    done, refused = 0, 0
    while done < count and refused < len(sold):
        for website, products in sold.items():
            most = min(AT_ONCE, count - done)
            asked = chance.sample(products, min(len(products), most * MOST_LINES))
            ago = timedelta(days=DAYS) * (1 - done / count)
            placed = _place(website, asked, most, chance, now - ago)
            refused = 0 if placed else refused + 1
            done += placed
            progress(done, count)
    return done


@transaction.atomic
def _place(website: Website, asked: Sequence[int], most: int, chance: random.Random, at: datetime) -> int:
    """Write at most so many orders of products `asked` for, and return how many."""
    basis = order_basis(products=asked, website=website.pk, checkout=None)
    wanted = {pk: Decimal(chance.randint(1, MOST_UNITS)) for pk in asked}
    positions = basis.positions(asked, None)
    offered = frozenset(pk for pk, product in basis.products.items() if product.is_for_sale)
    refused = refusals(wanted, positions, for_sale=offered)
    sold = [(basis.products[pk], wanted[pk]) for pk in asked if pk not in refused]
    carts = list(_carts(sold, chance))[:most]
    orders = Order.objects.bulk_create(
        _order(basis, cart, chance, at + timedelta(seconds=place)) for place, cart in enumerate(carts)
    )
    numbers = Order.objects.in_bulk([order.pk for order in orders])
    lines = OrderLine.objects.bulk_create(
        _line(numbers[order.pk], basis, product, units)
        for order, cart in zip(orders, carts, strict=True)
        for product, units in cart
    )
    Payment.objects.bulk_create(_payment(order) for order in numbers.values())
    promised = sorted(((line.product_id or 0, line) for line in lines if line.is_reserved), key=itemgetter(0))
    Reservation.objects.bulk_create(
        Reservation(
            stock_id=basis.stock_id,
            product_id=pk,
            quantity=-line.ordered,
            floor=positions[pk][1].floor,
            event_type=EventType.ORDER_PLACED,
            event_key=f"{EventType.ORDER_PLACED}:{line.pk}",
            order_number=line.order.number,
        )
        for pk, line in promised
    )
    return len(orders)


def _carts(sold: Sequence[Line], chance: random.Random) -> Iterator[Sequence[Line]]:
    start = 0
    while start < len(sold):
        end = start + chance.randint(1, MOST_LINES)
        yield sold[start:end]
        start = end


def _order(basis: OrderBasis, cart: Sequence[Line], chance: random.Random, at: datetime) -> Order:
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    return Order(
        website_id=basis.website_id,
        stock_id=basis.stock_id,
        status=OrderStatus.PROCESSING,
        email=f"{first}.{last}{chance.randrange(1000)}@example.org".lower(),
        customer_name=f"{first} {last}",
        currency=basis.currency,
        total=order_total(((product.sku, product.price, units) for product, units in cart), basis.currency),
        placed_at=at,
    )


def _line(order: Order, basis: OrderBasis, product: OfferedProduct, units: Decimal) -> OrderLine:
    level, policy = basis.positions([product.pk], None)[product.pk]
    return ordered_line(
        order,
        product,
        units,
        mode=policy.backorders,
        is_reserved=policy.manage_stock,
        owed_when_placed=owed_part(units, level.free) if policy.manage_stock else Decimal(0),
    )


def _payment(order: Order) -> Payment:
    return Payment(
        order=order,
        variant=PaymentMethod.CHECK_MONEY_ORDER,
        description=str(order),
        currency=order.currency,
        total=order.total,
        billing_email=order.email,
    )
