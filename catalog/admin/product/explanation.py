"""How a product's salable quantities come about: every source, every order, the threshold, and the sum."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from catalog.admin.history import moment_words
from catalog.admin.incoming_supply.presenter import supplies_shown
from catalog.admin.pages import Shown, slow
from catalog.admin.product.presenter import SalableLine, salable_line
from catalog.models import ConfigurationValue, Product
from catalog.models.reservation import EventType
from catalog.queries.explanation import ExplainedStock, explain_salable
from catalog.queries.inventory_differences import inventory_differences
from catalog.rules.backorder_mode import threshold_meaning
from catalog.rules.explanation import Elsewhere, Hold, Share
from catalog.rules.quantity import plain
from catalog.rules.salable import smallest_sale
from catalog.words.configuration import THRESHOLDS as WORDS
from catalog.words.names import listed
from catalog.words.promised_day import promised_day_in_words

NOT_MANAGED = "Not asked: stock is not managed, so nothing limits the sale"


@dataclass(frozen=True)
class ShareShown:
    """One source; `reason` empty: its units count."""

    source: str
    quantity: str
    reason: str


@dataclass(frozen=True)
class HoldShown:
    """One order, or an event of the ledger that names no order; `url` empty: nothing to open."""

    name: str
    url: str
    since: str
    units: str


@dataclass(frozen=True)
class StockShown:
    """One stock. `line` is that of the product's page, so that both say the same.

    `shares` are the sources that count there, `left_out` those that do not: every source of the product is one of them.
    `comes` is what who orders one unit now is told of its day, empty while units are free or none can be owed.
    """

    line: SalableLine
    shares: tuple[ShareShown, ...]
    left_out: tuple[ShareShown, ...]
    on_hand: str
    holds: tuple[HoldShown, ...]
    more: str
    reserved: str
    others: str
    other_stocks: tuple[str, ...]
    typed: str
    threshold: str
    origin: str
    backorders: str
    backorders_origin: str
    meaning: str
    comes: str


@slow
def explanation_page(_request: HttpRequest, product: Product) -> Shown:
    """Return the page of `product`."""
    explained = explain_salable(product, configuration=ConfigurationValue.objects.in_force())
    context = {
        "title": f"Salable quantity of {product.name}",
        "sku": product.sku,
        "stocks": tuple(_stock(each) for each in explained),
        "supplies": supplies_shown(product),
        "drifted": bool(inventory_differences(product_id=product.pk)),
        "back": reverse("admin:catalog_product_change", args=[product.pk]),
    }
    return Shown(context)


def _stock(each: ExplainedStock) -> StockShown:
    explanation, policy = each.explanation, each.shown.policy
    level = explanation.level
    more = f"{explanation.more_orders:,} more orders hold {plain(explanation.more_units)}"
    shares = [_share(share) for share in explanation.shares]
    words = WORDS[threshold_meaning(policy.min_qty, policy.backorders)]
    return StockShown(
        line=salable_line(each.shown),
        shares=tuple(share for share in shares if not share.reason),
        left_out=tuple(share for share in shares if share.reason),
        on_hand=plain(level.on_hand),
        holds=tuple(_hold(hold) for hold in explanation.holds),
        more=more if explanation.more_orders else "",
        reserved=plain(level.reserved),
        others=plain(level.elsewhere) if level.elsewhere else "",
        other_stocks=tuple(map(_elsewhere, explanation.others)),
        typed=plain(policy.min_qty),
        threshold=plain(policy.threshold),
        origin=each.threshold_from.value,
        backorders=policy.backorders.label,
        backorders_origin=each.backorders_from.value,
        meaning=words.format(plain(abs(policy.min_qty))) if policy.manage_stock else NOT_MANAGED,
        comes=_comes(each, today=localdate()),
    )


def _comes(each: ExplainedStock, *, today: date) -> str:
    policy, level = each.shown.policy, each.explanation.level
    one = smallest_sale(policy)
    if not policy.manage_stock or level.free >= one or not policy.backorders.allows_below_zero:
        return ""
    return promised_day_in_words(each.outlook.day_if_ordered(one, free=level.free, today=today))


def _share(share: Share) -> ShareShown:
    reason = share.not_counted.value if share.not_counted else ""
    return ShareShown(f"{share.source_name} ({share.source_code})", plain(share.quantity), reason)


def _elsewhere(other: Elsewhere) -> str:
    verb = "is" if other.units == 1 else "are"
    return (
        f"{plain(other.lying)} at {listed(other.source_names)}, of which {plain(other.units)} {verb} promised by "
        f"{other.stock_name}"
    )


def _hold(hold: Hold) -> HoldShown:
    name = f"Order #{hold.order_number}" if hold.order_number else EventType(hold.event_type).label
    # Not when the order was placed: it may be older than its first reservation, which is what the ledger dates.
    word = "reserved" if hold.order_number else "since"
    since = f"{word} {moment_words(hold.since)}"
    return HoldShown(name, _order_url(hold.order_number), since, plain(hold.units))


def _order_url(number: str) -> str:
    """Return the orders' grid searched for `number`: the catalog knows orders by their number only."""
    if not number:
        return ""
    try:
        return f"{reverse('admin:backorders_order_changelist')}?{urlencode({'q': number})}"
    except NoReverseMatch:
        return ""
