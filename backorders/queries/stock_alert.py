"""Who waits for which product of a website, and what there is of it now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.db.models.functions import Lower

from backorders.models import StockAlert
from backorders.rules.stock_alert import A_DAY, HEAD_START, Waiting, units_back
from catalog.models import ConfigurationValue, Product, Stock, Website
from catalog.queries.salable import for_sale, positions
from catalog.rules import configuration as declared
from catalog.rules.availability import Availability, availability
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.in_force import Configuration

WAITING = Q(confirmed_at__isnull=False, told_at=None)


@dataclass(frozen=True)
class WaitingList:
    """Who waits for one product, and how many were told lately: the units are theirs first."""

    waiting: tuple[Waiting, ...]
    told_lately: int


@dataclass(frozen=True)
class BackInStock:
    """What there is of a product: `units` to tell of (None: without limit), the `least` that can be bought at once."""

    product: Product
    units: Decimal | None
    least: Decimal


def waited_for() -> dict[int, set[int]]:
    """Return {website id: ids of products that somebody waits for}. One query."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for website, product in StockAlert.objects.filter(WAITING).order_by().values_list("website", "product").distinct():
        found[website].add(product)
    return found


def waiting_lists(website: Website, products: Iterable[int], *, now: datetime) -> dict[int, WaitingList]:
    """Return {product id: its list}. One query: who is told meanwhile counts as waiting or as told, never as neither."""
    rows = StockAlert.objects.filter(
        WAITING | Q(told_at__gt=now - HEAD_START), website=website, product__in=sorted(products)
    )
    waiting: defaultdict[int, list[Waiting]] = defaultdict(list)
    told: defaultdict[int, int] = defaultdict(int)
    for product, pk, since, told_at in rows.order_by("confirmed_at", "pk").values_list(
        "product", "pk", "confirmed_at", "told_at"
    ):
        if told_at is None and since is not None:
            waiting[product].append(Waiting(pk, since))
        else:
            told[product] += 1
    return {product: WaitingList(tuple(each), told[product]) for product, each in waiting.items()}


def there_is(website: Website, products: Iterable[int]) -> Mapping[int, BackInStock]:
    """Return {product id: what there is} of those of `products` that the website sells, by its settings. Four queries."""
    stock = Stock.objects.filter(sales_channels__website=website).first()
    configuration = ConfigurationValue.objects.in_force(website=website)
    if stock is None or not configuration.flag(declared.STOCK_ALERTS):
        return {}
    counts_backorders = configuration.text(declared.STOCK_ALERTS_WHEN) == "salable"
    sold = Product.objects.filter(for_sale(website.pk), pk__in=sorted(products)).select_related("variant_of")
    found = {product.pk: product for product in sold}
    told = told_to_visitors(found.values(), stock=stock, configuration=configuration)
    return {
        pk: BackInStock(product, units_back(told[pk], counts_backorders=counts_backorders), told[pk].least)
        for pk, product in found.items()
    }


def told_to_visitors(
    products: Iterable[Product], *, stock: Stock, configuration: Configuration
) -> dict[int, Availability]:
    """Return {product id: what its page tells somebody who is not logged in}: of who waits an address is known, and no group."""
    stood = positions(products, stock=stock, configuration=configuration, group=NOT_LOGGED_IN)
    return {pk: availability(each.level, each.policy) for pk, each in stood.items()}


@dataclass(frozen=True)
class EarlierSignUps:
    """What a sign-up meets: the row of its address, if there is one, and the mails of the day to address and network."""

    row: StockAlert | None
    of_address: int
    of_network: int


def asked_before(*, product: Product, website: Website, email: str, network: str, now: datetime) -> EarlierSignUps:
    """Return what a sign-up meets. Call with the address and the network locked. Three queries."""
    of_address = StockAlert.objects.annotate(address=Lower("email")).filter(address=email.lower())
    lately = Q(asked_at__gt=now - A_DAY)
    return EarlierSignUps(
        of_address.filter(product=product, website=website).first(),
        of_address.filter(lately).count(),
        StockAlert.objects.filter(lately, network=network).count() if network else 0,
    )
