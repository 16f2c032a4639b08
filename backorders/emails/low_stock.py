"""Low stock: what fell to its notify level, and what is on hand, promised and owed now."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from payments.core import get_base_url

from backorders.emails.message import Message, rendered
from backorders.queries.low_stock import ProductFacts, low_stock_facts
from catalog.models import LowStockNotice
from catalog.rules.quantity import plain

# A level that is raised for the whole shop may be news of thousands: the report has them all.
LISTED = 50


@dataclass(frozen=True)
class Fall:
    """One quantity that fell: `where` is "free in <stock>" or "at <source>"; `has_risen` says that it is above its level again."""

    where: str
    quantity: str
    level: str
    has_risen: bool


@dataclass(frozen=True)
class LowRow:
    """What there is now. Quantities in units, as text; `promised`, `free` and `owed` are empty for a source."""

    name: str
    on_hand: str
    promised: str = ""
    free: str = ""
    owed: str = ""


@dataclass(frozen=True)
class LowProduct:
    """A product of the message."""

    name: str
    sku: str
    url: str
    falls: tuple[Fall, ...]
    stocks: tuple[LowRow, ...]
    sources: tuple[LowRow, ...]


def low_stock(notices: Collection[LowStockNotice]) -> Message:
    """Return the message about `notices` (with product, stock and source), each product once, the youngest last."""
    by_product: defaultdict[int, list[LowStockNotice]] = defaultdict(list)
    for notice in notices:
        by_product[notice.product_id].append(notice)
    listed = dict(list(by_product.items())[:LISTED])
    facts = low_stock_facts(listed)
    products = [_product(about, facts[pk]) for pk, about in listed.items()]
    base = get_base_url()
    return rendered(
        "low_stock",
        {
            "products": products,
            "count": len(by_product),
            "more": len(by_product) - len(listed),
            "report": base + reverse("admin:catalog_lowstock_changelist"),
            "notices": base + reverse("admin:catalog_lowstocknotice_changelist"),
        },
    )


def _product(notices: list[LowStockNotice], facts: ProductFacts) -> LowProduct:
    product = notices[0].product
    return LowProduct(
        name=product.name,
        sku=product.sku,
        url=get_base_url() + reverse("admin:catalog_product_change", args=[product.pk]),
        falls=tuple(
            Fall(
                where=f"at {notice.source}" if notice.stock_id is None else f"free in {notice.stock}",
                quantity=plain(notice.quantity),
                level=plain(notice.level),
                has_risen=notice.ended_at is not None,
            )
            for notice in notices
        ),
        stocks=tuple(
            LowRow(each.stock, plain(each.on_hand), plain(each.promised), plain(each.free), plain(each.owed))
            for each in facts.stocks
        ),
        sources=tuple(LowRow(each.source, plain(each.on_hand)) for each in facts.sources),
    )
