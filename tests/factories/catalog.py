"""Rows of the catalog for tests. `create()` gives a row; the defaults of every installation exist already."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from catalog.models import (
    ConfigurationValue,
    IncomingSupply,
    Product,
    Reservation,
    SalesChannel,
    Source,
    SourceItem,
    Stock,
    StockItem,
    StockSourceLink,
    StoreView,
    Website,
)
from catalog.models.reservation import EventType
from catalog.models.source import DEFAULT_SOURCE_CODE
from catalog.rules.scope import Scope
from catalog.rules.setting import Setting

OWN_SETTINGS = {field.name for field in StockItem._meta.get_fields()} - {"id", "product"}  # noqa: SLF001  Django's API


def default_website() -> Website:
    """Return the Main Website."""
    return Website.objects.get(is_default=True)


def default_source() -> Source:
    """Return the Default Source."""
    return Source.objects.get(code=DEFAULT_SOURCE_CODE)


class WebsiteFactory(DjangoModelFactory[Website]):
    """A website beside the Main Website; it sells from no stock until a `StockFactory` names it."""

    code = Sequence(lambda n: f"website-{n}")
    name = Sequence(lambda n: f"Website {n}")

    class Meta:
        model = Website


class StoreViewFactory(DjangoModelFactory[StoreView]):
    """A store view of a website of its own, or of `website`."""

    website = SubFactory(WebsiteFactory)
    code = Sequence(lambda n: f"view-{n}")
    name = Sequence(lambda n: f"View {n}")

    class Meta:
        model = StoreView


class SourceFactory(DjangoModelFactory[Source]):
    """An enabled source that no stock draws from yet."""

    code = Sequence(lambda n: f"source-{n}")
    name = Sequence(lambda n: f"Source {n}")
    postcode = "00000"

    class Meta:
        model = Source


class StockFactory(DjangoModelFactory[Stock]):
    """A stock; `sources` are linked in their order, `website` sells from it from now on."""

    name = Sequence(lambda n: f"Stock {n}")

    class Meta:
        model = Stock

    @classmethod
    def _create(
        cls,
        model_class: type[Stock],
        *args: Any,
        sources: Iterable[Source] = (),
        website: Website | None = None,
        **kwargs: Any,
    ) -> Stock:
        stock = model_class(*args, **kwargs)
        stock.save()
        for priority, source in enumerate(sources, start=1):
            StockSourceLink.objects.create(stock=stock, source=source, priority=priority)
        if website is not None:
            SalesChannel.objects.update_or_create(website=website, defaults={"stock": stock})
        return stock


class ProductFactory(DjangoModelFactory[Product]):
    """A simple product on the Main Website, assigned to no source."""

    sku = Sequence(lambda n: f"SKU-{n}")
    slug = Sequence(lambda n: f"product-{n}")
    name = Sequence(lambda n: f"Product {n}")
    price = Decimal("10.00")

    class Meta:
        model = Product

    @classmethod
    def _create(
        cls, model_class: type[Product], *args: Any, websites: Iterable[Website] | None = None, **kwargs: Any
    ) -> Product:
        product = model_class(*args, **kwargs)
        product.save()
        product.websites.set([default_website()] if websites is None else websites)
        return product


class SourceItemFactory(DjangoModelFactory[SourceItem]):
    """25 units In Stock at the Default Source."""

    product = SubFactory(ProductFactory)
    source = LazyFunction(default_source)
    quantity = Decimal(25)

    class Meta:
        model = SourceItem


class ReservationFactory(DjangoModelFactory[Reservation]):
    """One unit promised to an order, not limited by a floor, from the Default Stock."""

    stock = LazyFunction(Stock.objects.default)
    product = SubFactory(ProductFactory)
    quantity = Decimal(-1)
    event_type = EventType.ORDER_PLACED
    event_key = Sequence(lambda n: f"test:{n}")

    class Meta:
        model = Reservation


def product_with_stock(
    *, quantity: Decimal | str | int = 0, source: Source | None = None, in_stock: bool = True, **fields: Any
) -> Product:
    """Return a product with one source item, as read from the database.

    `source` is the Default Source if absent. `fields` are Advanced Inventory (`backorders=2, min_qty=-50`) or the
    product's columns (`sku=..., price=..., is_enabled=False`).
    """
    own = {name: fields.pop(name) for name in OWN_SETTINGS & fields.keys()}
    product = ProductFactory.create(**fields)
    if own:
        StockItem.objects.create(product=product, **own)
    SourceItem.objects.create(
        product=product, source=source or default_source(), quantity=Decimal(quantity), is_in_stock=in_stock
    )
    return Product.objects.get(pk=product.pk)


def configure(
    setting: Setting | str,
    value: str | int | Decimal,
    website: Website | None = None,
    *,
    store_view: StoreView | None = None,
) -> None:
    """Store `value` for a setting (or its path) at Default Config, at `website`, or at `store_view`."""
    scope = Scope.STORE_VIEW if store_view else Scope.WEBSITE if website else Scope.DEFAULT
    ConfigurationValue.objects.update_or_create(
        path=setting.path if isinstance(setting, Setting) else setting,
        scope=scope.value,
        website=website,
        store_view=store_view,
        defaults={"value": str(value)},
    )


def expected_supply(product: Product, quantity: int, *, days: int = 4, **about: Any) -> IncomingSupply:
    """Return units of `product` that are expected at the Default Source, or at `source`, in `days` by the shop's clock."""
    fields = {"source": default_source(), "expected_on": localdate() + timedelta(days=days), **about}
    return IncomingSupply.objects.create(product=product, quantity=quantity, **fields)
