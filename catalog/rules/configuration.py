"""Stores > Configuration, declared once as data: Catalog > Inventory, and what of Sales concerns stock."""

from dataclasses import dataclass

from catalog.rules.product_setting import ITEM_OPTIONS, PRODUCT_SETTINGS
from catalog.rules.sales_settings import (
    ADDRESSES,
    CHECK_SETTINGS,
    CONTACT_EMAIL,
    CONTACT_PHONE,
    DELETE_PENDING_AFTER,
    HANDED_OVER_BY,
    ORDER_COPY_TO,
    QUOTE_LIFETIME,
)
from catalog.rules.scope import Scope
from catalog.rules.setting import Bound, Kind, Setting
from catalog.rules.waiting_settings import WAITING_SETTINGS

OPTIONS = "cataloginventory/options/"
ALERTS = "catalog/productalert/"
FEED = "catalog/feed/"
LOW_STOCK = "cataloginventory/low_stock/"

CAN_SUBTRACT = Setting(
    OPTIONS + "can_subtract",
    "Decrease Stock When Order is Placed",
    Kind.YES_NO,
    "1",
    help="No reserves nothing: orders are judged as ever, but leave the salable quantity as it is.",
)
CAN_BACK_IN_STOCK = Setting(
    OPTIONS + "can_back_in_stock",
    "Set Items' Status to be In Stock When Order is Cancelled",
    Kind.YES_NO,
    "1",
    help="Whether units that return to a source may put it In Stock again. A canceled order gives its units back to the "
    "salable quantity and to no source: it never changes a status.",
)
SHOW_OUT_OF_STOCK = Setting(
    OPTIONS + "show_out_of_stock",
    "Display Out of Stock Products",
    Kind.YES_NO,
    "0",
    help="Products will still be shown by direct product URLs.",
)
ONLY_X_LEFT_THRESHOLD = Setting(
    OPTIONS + "stock_threshold_qty",
    "Only X left Threshold",
    Kind.NUMBER,
    "0",
    help="“Only X left” is shown when this many or fewer can still be sold. 0 never shows it.",
    narrowest=Scope.WEBSITE,
)
NOT_AVAILABLE_MESSAGE = Setting(
    OPTIONS + "not_available_message",
    "Not Available Message",
    Kind.CHOICE,
    "2",
    help="What a shopper reads who asks for more than can be sold.",
    narrowest=Scope.WEBSITE,
    choices=(("1", "Only X of Y available"), ("2", "Not enough items for sale")),
)
DISPLAY_STOCK_STATUS = Setting(
    OPTIONS + "display_product_stock_status",
    "Display Products Availability in Stock on Storefront",
    Kind.YES_NO,
    "1",
    help="No hides the status text; it changes nothing else.",
    narrowest=Scope.STORE_VIEW,
)
ENABLE_INVENTORY_CHECK = Setting(
    OPTIONS + "enable_inventory_check",
    "Enable Inventory Check On Cart Load",
    Kind.YES_NO,
    "1",
    help="Disabling inventory check skips pre validation of cart item data. Adding to the cart, changing it and checking "
    "out are always checked.",
)
SYNCHRONIZE_WITH_CATALOG = Setting(
    OPTIONS + "synchronize_with_catalog",
    "Synchronize with Catalog",
    Kind.YES_NO,
    "0",
    help="Automatically synchronize inventory data according to the catalog changes. This is always done here: quantities "
    "and reservations belong to the product, whatever its SKU becomes. The value is kept for other systems that read it.",
)
AUTO_RETURN = Setting(
    ITEM_OPTIONS + "auto_return",
    "Automatically Return Credit Memo Item to Stock",
    Kind.YES_NO,
    "0",
    help="Whether “Return to Stock” is ticked when a credit memo is opened.",
)
LOW_STOCK_EMAIL = Setting(
    LOW_STOCK + "send_email",
    "Send Low Stock E-mails",
    Kind.YES_NO,
    "1",
    help="One e-mail when a quantity falls to its notify level. The bell and the Low Stock report say it in any case.",
    narrowest=Scope.WEBSITE,
)
LOW_STOCK_RECIPIENTS = Setting(
    LOW_STOCK + "recipients",
    "Recipients",
    Kind.EMAILS,
    "",
    help=f"{ADDRESSES} They hear of the products that the website sells; empty tells nobody.",
    narrowest=Scope.WEBSITE,
    shown_when=(LOW_STOCK_EMAIL.path, "1"),
)
LOW_STOCK_FREQUENCY = Setting(
    LOW_STOCK + "frequency",
    "Frequency",
    Kind.CHOICE,
    "at_once",
    help="At once gathers what falls within a minute in one e-mail; the daily digest what fell since the last one.",
    narrowest=Scope.WEBSITE,
    choices=(("at_once", "At once"), ("daily", "Daily digest")),
    shown_when=(LOW_STOCK_EMAIL.path, "1"),
)
LOW_STOCK_HOUR = Setting(
    LOW_STOCK + "hour",
    "Start Time of the Digest",
    Kind.CHOICE,
    "8",
    help="By the shop's clock.",
    narrowest=Scope.WEBSITE,
    choices=tuple((str(hour), f"{hour:02}:00") for hour in range(24)),
    shown_when=(LOW_STOCK_FREQUENCY.path, "daily"),
)
STOCK_ALERTS = Setting(
    ALERTS + "allow_stock",
    "Allow Alert When Product Comes Back in Stock",
    Kind.YES_NO,
    "1",
    help="Whether shoppers may leave an address where a product cannot be bought. It is asked to confirm, and told once.",
    narrowest=Scope.WEBSITE,
)
STOCK_ALERTS_WHEN = Setting(
    ALERTS + "stock_when",
    "Tell Them",
    Kind.CHOICE,
    "free",
    help="The longest waiting first, and no more at once than could each buy the least.",
    narrowest=Scope.WEBSITE,
    choices=(("free", "When units are free"), ("salable", "When it can be bought, on backorder too")),
    shown_when=(STOCK_ALERTS.path, "1"),
)
FEED_KEY = Setting(
    FEED + "key",
    "Key of the Product Feed",
    Kind.TEXT,
    "",
    help="The feed for shopping engines is at /product-feed.xml?key=… of the shop, for whoever has this key. Empty: there is none.",
    narrowest=Scope.WEBSITE,
    longest=50,
)
FEED_UNDATED_DAYS = Setting(
    FEED + "undated_days",
    "Backorders of No Known Date Come Within (days)",
    Kind.NUMBER,
    "0",
    help="Shopping engines ask a day of each backorder. 0 offers what has none as out of stock.",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
)


@dataclass(frozen=True)
class SettingGroup:
    """A collapsible fieldset of the configuration page."""

    code: str
    label: str
    settings: tuple[Setting, ...]
    help: str = ""


GROUPS = (
    SettingGroup(
        "options",
        "Stock Options",
        (
            CAN_SUBTRACT,
            CAN_BACK_IN_STOCK,
            SHOW_OUT_OF_STOCK,
            ONLY_X_LEFT_THRESHOLD,
            NOT_AVAILABLE_MESSAGE,
            DISPLAY_STOCK_STATUS,
            ENABLE_INVENTORY_CHECK,
            SYNCHRONIZE_WITH_CATALOG,
        ),
    ),
    SettingGroup(
        "item_options",
        "Product Stock Options",
        (*PRODUCT_SETTINGS, AUTO_RETURN),
        help="Please note that these settings apply to individual items in the cart, not to the entire cart.",
    ),
    SettingGroup(
        "low_stock",
        "Low Stock Notices",
        (LOW_STOCK_EMAIL, LOW_STOCK_RECIPIENTS, LOW_STOCK_FREQUENCY, LOW_STOCK_HOUR),
        help="Who hears when a quantity falls to “Notify for Quantity Below”.",
    ),
    SettingGroup("productalert", "Product Alerts", (STOCK_ALERTS, STOCK_ALERTS_WHEN)),
    SettingGroup("feed", "Product Feed", (FEED_KEY, FEED_UNDATED_DAYS)),
)
SALES_GROUPS = (
    SettingGroup("orders", "Orders Cron Settings", (DELETE_PENDING_AFTER,)),
    SettingGroup("backorders", "Orders that Wait", WAITING_SETTINGS),
)
SALES_EMAIL_GROUPS = (
    SettingGroup("contact", "Contact", (CONTACT_EMAIL, CONTACT_PHONE)),
    SettingGroup("order", "Order", (ORDER_COPY_TO,)),
)
CHECKOUT_GROUPS = (SettingGroup("cart", "Shopping Cart", (QUOTE_LIFETIME,)),)
SHIPPING_GROUPS = (SettingGroup("parcel", "Parcels", (HANDED_OVER_BY,)),)
PAYMENT_GROUPS = (SettingGroup("checkmo", "Check / Money Order", CHECK_SETTINGS),)
ALL_GROUPS = (*GROUPS, *SALES_GROUPS, *SALES_EMAIL_GROUPS, *CHECKOUT_GROUPS, *SHIPPING_GROUPS, *PAYMENT_GROUPS)
SETTINGS: dict[str, Setting] = {setting.path: setting for group in ALL_GROUPS for setting in group.settings}
