"""The settings that a product may override, each declared once: Product Stock Options, and Advanced Inventory of a product.

Configuration, policy, dialog, Update attributes, import, history and SQL iterate these declarations. Of one more setting only
its column, and what it means, are written elsewhere (docs/architecture.md, "A setting that a product may override").
"""

from dataclasses import dataclass
from enum import IntEnum

from catalog.rules.backorder_mode import MODE_LABELS, BackorderMode
from catalog.rules.setting import Bound, Kind, Setting

ITEM_OPTIONS = "cataloginventory/item_options/"
NO_MAXIMUM = "0 means no maximum."


@dataclass(frozen=True)
class ProductSetting(Setting):
    """A setting whose value a product may have of its own, in the field called `name` of policies and of the stock item.

    `column` is its column in a product file (`name` is read too), `use_config` the one that asks for the configured value,
    `note` what stands under it in the dialog when that differs from `help`, `modes` the enumeration of a choice. It `counts`
    when it means something only where stock is managed; its own value `is_whole` unless the product's quantity uses decimals;
    `per_source`: each source of a product may have another value, so that one for all is asked for with a single source only.
    """

    column: str = ""
    use_config: str = ""
    note: str = ""
    modes: type[IntEnum] | None = None
    counts: bool = False
    is_whole: bool = False
    per_source: bool = False

    @property
    def is_number(self) -> bool:
        """Whether an own value is a quantity; a minimum per customer group has one for all groups."""
        return self.kind in {Kind.NUMBER, Kind.GROUP_MINIMUMS}

    @property
    def may_be_negative(self) -> bool:
        """Whether an own value may be below zero. 0 is always a value of its own."""
        return self.bound is Bound.NUMBER

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions "field=value" under which the value means something."""
        managed = (f"{MANAGE_STOCK.name}=1",) if self.counts else ()
        if self.shown_when is None:
            return managed
        path, value = self.shown_when
        return (*managed, f"{path.removeprefix(ITEM_OPTIONS)}={value}")


@dataclass(frozen=True)
class ProductFlag:
    """A Yes or No that belongs to the product alone: nothing is configured that it could use. No unless it is said."""

    name: str
    label: str
    conditions: tuple[str, ...]


MANAGE_STOCK = ProductSetting(
    ITEM_OPTIONS + "manage_stock",
    "Manage Stock",
    Kind.YES_NO,
    "1",
    help="No sells without counting: nothing is reserved and nothing is deducted.",
    column="manage_stock",
)
BACKORDERS = ProductSetting(
    ITEM_OPTIONS + "backorders",
    "Backorders",
    Kind.CHOICE,
    "0",
    help="Whether orders are accepted when nothing is left on the shelf.",
    choices=tuple((str(value), label) for value, label in MODE_LABELS),
    column="allow_backorders",
    modes=BackorderMode,
    counts=True,
)
MAX_SALE_QTY = ProductSetting(
    ITEM_OPTIONS + "max_sale_qty",
    "Maximum Qty Allowed in Shopping Cart",
    Kind.NUMBER,
    "10000",
    help=NO_MAXIMUM,
    bound=Bound.NOT_NEGATIVE,
    column="max_cart_qty",
)
MIN_QTY = ProductSetting(
    ITEM_OPTIONS + "min_qty",
    "Out-of-Stock Threshold",
    Kind.NUMBER,
    "0",
    help="Salable quantity = quantity - threshold. Negative, with backorders on, it says how far below zero may be sold.",
    column="out_of_stock_qty",
    counts=True,
)
MIN_SALE_QTY = ProductSetting(
    ITEM_OPTIONS + "min_sale_qty",
    "Minimum Qty Allowed in Shopping Cart",
    Kind.GROUP_MINIMUMS,
    "1",
    bound=Bound.ABOVE_ZERO,
    column="min_cart_qty",
    note="0 is no minimum.",
    is_whole=True,
)
NOTIFY_STOCK_QTY = ProductSetting(
    ITEM_OPTIONS + "notify_stock_qty",
    "Notify for Quantity Below",
    Kind.NUMBER,
    "1",
    help="A product or source that falls to this quantity or below is noticed: under the bell, by e-mail where Low Stock Notices "
    "names recipients, and in the Low Stock report. It never reduces what may be sold.",
    column="notify_on_stock_below",
    counts=True,
    per_source=True,
)
BACKORDER_LEAD_TIME = ProductSetting(
    ITEM_OPTIONS + "backorder_lead_time",
    "Backorder Lead Time (Days)",
    Kind.NUMBER,
    "0",
    help="Within how many days units on backorder come that no incoming supply brings. With 0 no date is told for them.",
    bound=Bound.NOT_NEGATIVE,
    column="backorder_lead_time",
    counts=True,
)
ENABLE_QTY_INCREMENTS = ProductSetting(
    ITEM_OPTIONS + "enable_qty_increments",
    "Enable Qty Increments",
    Kind.YES_NO,
    "0",
    column="enable_qty_increments",
    use_config="use_config_enable_qty_inc",
)
QTY_INCREMENTS = ProductSetting(
    ITEM_OPTIONS + "qty_increments",
    "Qty Increments",
    Kind.NUMBER,
    "1",
    bound=Bound.WHOLE_ABOVE_ZERO,
    shown_when=(ENABLE_QTY_INCREMENTS.path, "1"),
    column="qty_increments",
    is_whole=True,
)
USES_DECIMALS = ProductFlag("is_qty_decimal", "Qty Uses Decimals", (f"{MANAGE_STOCK.name}=1",))
MULTIPLE_BOXES = ProductFlag(
    "is_decimal_divided",
    "Allow Multiple Boxes for Shipping",
    (*USES_DECIMALS.conditions, f"{USES_DECIMALS.name}=1"),
)

# In the order of the configuration page.
PRODUCT_SETTINGS = (
    MANAGE_STOCK,
    BACKORDERS,
    MAX_SALE_QTY,
    MIN_QTY,
    MIN_SALE_QTY,
    NOTIFY_STOCK_QTY,
    BACKORDER_LEAD_TIME,
    ENABLE_QTY_INCREMENTS,
    QTY_INCREMENTS,
)
PRODUCT_FLAGS = (USES_DECIMALS, MULTIPLE_BOXES)
# In the order of the dialog, as the reference has it.
ADVANCED_INVENTORY: tuple[ProductSetting | ProductFlag, ...] = (
    MANAGE_STOCK,
    MIN_QTY,
    MIN_SALE_QTY,
    MAX_SALE_QTY,
    USES_DECIMALS,
    MULTIPLE_BOXES,
    BACKORDERS,
    BACKORDER_LEAD_TIME,
    NOTIFY_STOCK_QTY,
    ENABLE_QTY_INCREMENTS,
    QTY_INCREMENTS,
)
