"""Whole shops, as Hypothesis makes them up: several sources, policies of products and of the configuration, reservations."""

from dataclasses import dataclass, fields
from decimal import Decimal

from hypothesis import strategies as st

from catalog.models import Product, Reservation, Source, SourceItem, Stock, StockItem
from catalog.models.reservation import EventType
from catalog.rules import configuration as declared
from catalog.rules import product_setting
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy
from catalog.rules.quantity import plain
from catalog.rules.salable import Level
from tests.catalog.rules.strategies import configured_policies, own_policies, quantities
from tests.factories.catalog import SourceFactory, StockFactory, configure

LINKED, SOURCES = 3, 4


@dataclass(frozen=True)
class ProductPlan:
    """One product: its own settings (None: no row), {source: (quantity, in stock, notify quantity)}, units promised."""

    own: OwnPolicy | None
    items: dict[int, tuple[Decimal, bool, Decimal | None]]
    reserved: Decimal
    is_enabled: bool

    def level(self, enabled_sources: tuple[bool, ...]) -> Level:
        """Return the level in the stock that draws from the first `LINKED` sources, added up in plain Python."""
        linked = {source: item for source, item in self.items.items() if source < LINKED}
        counting = [item[0] for source, item in linked.items() if item[1] and enabled_sources[source]]
        return Level(sum(counting, Decimal(0)), self.reserved, len(counting), len(linked))


@dataclass(frozen=True)
class ShopPlan:
    """A shop before it stands in the database."""

    configured: ConfiguredPolicy
    only_left: Decimal
    enabled_sources: tuple[bool, ...]
    products: list[ProductPlan]


@dataclass(frozen=True)
class Shop:
    """A shop in the database: `products` in the order of the plan."""

    stock: Stock
    products: list[Product]


def shops() -> st.SearchStrategy[ShopPlan]:
    """Return shops of up to 12 products."""
    item = st.tuples(quantities(-4, 12), st.booleans(), st.none() | quantities(0, 12))
    product = st.builds(
        ProductPlan,
        own=st.none() | own_policies(),
        items=st.dictionaries(st.integers(0, SOURCES - 1), item, max_size=SOURCES),
        reserved=st.just(Decimal(0)) | quantities(-4, 12),
        is_enabled=st.booleans() | st.just(value=True),
    )
    return st.builds(
        ShopPlan,
        configured=configured_policies(),
        only_left=quantities(0, 12),
        enabled_sources=st.tuples(*[st.booleans()] * SOURCES),
        products=st.lists(product, min_size=6, max_size=12),
    )


def open_shop(plan: ShopPlan) -> Shop:
    """Write the shop with a handful of statements."""
    _configure(plan)
    sources = [SourceFactory.create(is_enabled=enabled) for enabled in plan.enabled_sources]
    stock = StockFactory.create(sources=sources[:LINKED])
    products = Product.objects.bulk_create(
        Product(sku=f"P{n}", slug=f"p{n}", name=f"P{n}", price=Decimal(1), is_enabled=product.is_enabled)
        for n, product in enumerate(plan.products)
    )
    pairs = list(zip(products, plan.products, strict=True))
    StockItem.objects.bulk_create(
        StockItem(product=product, **{field.name: getattr(planned.own, field.name) for field in fields(OwnPolicy)})
        for product, planned in pairs
        if planned.own is not None
    )
    SourceItem.objects.bulk_create(
        _item(product, sources, *each) for product, plan_ in pairs for each in plan_.items.items()
    )
    Reservation.objects.bulk_create(
        Reservation(
            stock=stock,
            product=product,
            quantity=-planned.reserved,
            event_type=EventType.MANUAL_COMPENSATION,
            event_key=f"shop:{product.pk}",
        )
        for product, planned in pairs
        if planned.reserved
    )
    return Shop(stock, list(Product.objects.filter(pk__in=[product.pk for product in products]).order_by("pk")))


def _item(
    product: Product, sources: list[Source], source: int, item: tuple[Decimal, bool, Decimal | None]
) -> SourceItem:
    quantity, is_in_stock, notify = item
    return SourceItem(
        product=product,
        source=sources[source],
        quantity=quantity,
        is_in_stock=is_in_stock,
        notify_quantity=notify,
    )


def _configure(plan: ShopPlan) -> None:
    found = plan.configured
    configure(product_setting.MANAGE_STOCK, int(found.manage_stock))
    configure(product_setting.BACKORDERS, int(found.backorders))
    configure(product_setting.MIN_QTY, plain(found.min_qty))
    configure(product_setting.MIN_SALE_QTY, "" if found.min_sale_qty is None else plain(found.min_sale_qty))
    configure(product_setting.MAX_SALE_QTY, plain(found.max_sale_qty))
    configure(product_setting.NOTIFY_STOCK_QTY, plain(found.notify_stock_qty))
    configure(product_setting.BACKORDER_LEAD_TIME, plain(found.backorder_lead_time))
    configure(product_setting.ENABLE_QTY_INCREMENTS, int(found.enable_qty_increments))
    configure(product_setting.QTY_INCREMENTS, plain(found.qty_increments))
    configure(declared.ONLY_X_LEFT_THRESHOLD, plain(plan.only_left))
