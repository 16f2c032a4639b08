"""Every named constraint refuses its bad row. A constraint without a bad row here fails the first test."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from catalog.models import (
    ConfigurationValue,
    Customer,
    CustomerGroup,
    GridChoice,
    GridView,
    KeptForm,
    LowStockNotice,
    LowStockRead,
    PriceRange,
    Product,
    SourceItem,
    Stock,
    StockItem,
    StockLevel,
    StockSourceLink,
    UsedKey,
)
from catalog.rules.scope import Scope
from tests.catalog.models.bad_sales import STOPPED_SALES
from tests.factories.catalog import (
    ProductFactory,
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    StoreViewFactory,
    WebsiteFactory,
    default_source,
    default_website,
    expected_supply,
)
from tests.factories.refused import refused_by

pytestmark = pytest.mark.django_db


def low_stock_notice(**place: object) -> LowStockNotice:
    now, product = timezone.now(), ProductFactory.create()
    return LowStockNotice.objects.create(product=product, quantity=1, level=2, crossed_at=now, crossed_in=1, **place)


def read_twice() -> None:
    reads = {"user": User.objects.create(username="ann"), "notice": low_stock_notice(source=default_source())}
    for _ in range(2):
        LowStockRead.objects.create(**reads)


def configuration_value_twice() -> None:
    for _ in range(2):
        ConfigurationValue.objects.create(path="a/b/c", value="1")


def advanced_inventory(**own: object) -> Callable[[], object]:
    return lambda: StockItem.objects.create(product=ProductFactory.create(), **own)


def source_item_twice() -> None:
    item = SourceItemFactory.create()
    SourceItem.objects.create(product=item.product, source=item.source)


def link_twice() -> None:
    StockSourceLink.objects.create(stock=Stock.objects.default(), source=default_source())


def level_twice() -> None:
    item = SourceItemFactory.create()
    with pgtrigger.ignore("catalog.StockLevel:written_by_triggers_only"), transaction.atomic():
        StockLevel.objects.create(stock=Stock.objects.default(), product=item.product)


def level_with_more_in_stock_than_assigned() -> None:
    with pgtrigger.ignore("catalog.StockLevel:written_by_triggers_only"), transaction.atomic():
        StockLevel.objects.create(stock=Stock.objects.default(), product=ProductFactory.create(), sources_in_stock=1)


def grid_view(**columns: object) -> Callable[[], object]:
    def make() -> None:
        owner = User.objects.create(username="ann")
        GridView.objects.create(**{"grid": "catalog.product", "owner": owner, "name": "Low"} | columns)

    return make


def grid_view_twice() -> None:
    owner = User.objects.create(username="ann")
    for name in ("Low", "LOW"):
        GridView.objects.create(grid="catalog.product", owner=owner, name=name)


def grid_choice(**columns: object) -> Callable[[], object]:
    def make() -> None:
        owner = User.objects.create(username="ann")
        GridChoice.objects.create(**{"grid": "catalog.product", "owner": owner} | columns)

    return make


def grid_choice_twice() -> None:
    owner = User.objects.create(username="ann")
    for _ in range(2):
        GridChoice.objects.create(grid="catalog.product", owner=owner)


def customer_twice() -> None:
    for email in ("ada@example.org", "ADA@example.org"):
        Customer.objects.create(email=email, group=CustomerGroup.objects.get(code="2"))


def supply_twice() -> None:
    bag = ProductFactory.create()
    for reference in ("PO-7", "po-7"):
        expected_supply(bag, 40, reference=reference)


BAD_ROWS: dict[str, Callable[[], object]] = {
    **STOPPED_SALES,
    "grid_view_name_once": grid_view_twice,
    "grid_view_name_trimmed": grid_view(name=" Low"),
    "grid_view_of_a_grid": grid_view(grid=""),
    "grid_choice_once": grid_choice_twice,
    "grid_choice_size_offered": grid_choice(size=7),
    "grid_choice_of_a_grid": grid_choice(grid=""),
    "kept_form_addresses_are_own": lambda: KeptForm.objects.create(
        owner=User.objects.create(username="ann"), path="https://elsewhere.example/", page="/", at=timezone.now()
    ),
    "used_key_not_empty": lambda: UsedKey.objects.create(key="", at=timezone.now()),
    "product_sku_in_any_case_once": lambda: [ProductFactory.create(sku=sku) for sku in ("24-MB01", "24-mb01")],
    "configuration_value_once_per_scope": configuration_value_twice,
    "configuration_value_scope_names_its_owner": lambda: ConfigurationValue.objects.create(
        path="a/b/c", value="1", scope=Scope.WEBSITE.value
    ),
    "product_price_not_negative": lambda: ProductFactory.create(price=Decimal("-0.01")),
    "product_sku_trimmed": lambda: ProductFactory.create(sku=" 24-MB01"),
    "product_has_a_name": lambda: ProductFactory.create(name=""),
    "product_type_known": lambda: ProductFactory.create(product_type="bundle"),
    "product_visibility_known": lambda: ProductFactory.create(visibility="nowhere"),
    "price_range_in_order": lambda: PriceRange.objects.create(product=ProductFactory.create(), lowest=2, highest=1),
    "product_variant_not_configurable": lambda: ProductFactory.create(
        variant_of=ProductFactory.create(), product_type="configurable"
    ),
    "reservation_not_zero": lambda: ReservationFactory.create(quantity=0, event_type="manual_compensation"),
    "reservation_names_its_event": lambda: ReservationFactory.create(event_key="", event_type="manual_compensation"),
    "reservation_event_known": lambda: ReservationFactory.create(event_type="stolen"),
    "source_code_without_whitespace": lambda: SourceFactory.create(code="east coast"),
    "source_default_stays_enabled": lambda: type(default_source()).objects.update(is_enabled=False),
    "source_latitude_on_earth": lambda: SourceFactory.create(latitude=Decimal("90.1")),
    "source_longitude_on_earth": lambda: SourceFactory.create(longitude=Decimal("-180.1")),
    "source_item_once": source_item_twice,
    "source_item_notify_not_negative": lambda: SourceItemFactory.create(notify_quantity=Decimal(-1)),
    "customer_email_once": customer_twice,
    "incoming_supply_once": supply_twice,
    "incoming_supply_quantity_positive": lambda: expected_supply(ProductFactory.create(), 0),
    "incoming_supply_received_within": lambda: expected_supply(ProductFactory.create(), 4, received=5),
    "incoming_supply_day_in_range": lambda: expected_supply(ProductFactory.create(), 4, expected_on=date(1926, 1, 1)),
    "low_stock_notice_of_a_stock_or_a_source": low_stock_notice,
    "low_stock_read_once": read_twice,
    "stock_one_default": lambda: StockFactory.create(is_default=True),
    "stock_has_a_name": lambda: StockFactory.create(name=""),
    "stock_item_backorders_known": advanced_inventory(backorders=3),
    "stock_item_minimum_not_negative": advanced_inventory(min_sale_qty=-1),
    "stock_item_maximum_not_negative": advanced_inventory(max_sale_qty=-1),
    "stock_item_increments_not_negative": advanced_inventory(qty_increments=-1),
    "stock_item_lead_time_not_negative": advanced_inventory(backorder_lead_time=-1),
    "stock_item_boxes_need_decimals": advanced_inventory(is_decimal_divided=True),
    "stock_level_once": level_twice,
    "stock_level_in_stock_of_assigned": level_with_more_in_stock_than_assigned,
    "stock_source_link_once": link_twice,
    "stock_source_link_priority_positive": lambda: StockSourceLink.objects.create(
        stock=Stock.objects.default(), source=SourceFactory.create(), priority=0
    ),
    "store_view_host_once": lambda: StoreViewFactory.create_batch(2, host="shop.example.org"),
    "store_view_one_default": lambda: StoreViewFactory.create(is_default=True),
    "website_currency_iso": lambda: WebsiteFactory.create(currency="usd"),
    "website_one_default": lambda: WebsiteFactory.create(is_default=True),
}


def test_every_constraint_has_its_bad_row() -> None:
    models = apps.get_app_config("catalog").get_models()
    assert {constraint.name for model in models for constraint in model._meta.constraints} == BAD_ROWS.keys()  # noqa: SLF001


@pytest.mark.parametrize("constraint", BAD_ROWS)
def test_constraint_refuses_its_bad_row(constraint: str) -> None:
    assert refused_by(BAD_ROWS[constraint]) == constraint


@pytest.mark.parametrize("owner", ["website", "store_view"])
def test_configuration_value_belongs_to_no_owner_at_default_scope(owner: str) -> None:
    row = StoreViewFactory.create() if owner == "store_view" else default_website()
    name = refused_by(lambda: ConfigurationValue.objects.create(path="a/b/c", value="1", **{owner: row}))
    assert name == "configuration_value_scope_names_its_owner"


def test_sku_may_hold_spaces_inside() -> None:
    assert Product.objects.get(pk=ProductFactory.create(sku="24 MB 01").pk).sku == "24 MB 01"
