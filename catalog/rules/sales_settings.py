"""Stores > Configuration > Sales, as far as it concerns stock: orders, their e-mails, the cart, and Check / Money Order."""

from datetime import datetime, timedelta
from decimal import Decimal

from catalog.rules.product_setting import NO_MAXIMUM
from catalog.rules.scope import Scope
from catalog.rules.setting import Bound, Kind, Setting

ADDRESSES = "E-mail addresses, separated by commas or lines."
NO_LIMIT = "0 means no limit."

DELETE_PENDING_AFTER = Setting(
    "sales/orders/delete_pending_after",
    "Pending Payment Order Lifetime (minutes)",
    Kind.NUMBER,
    "480",
    help="An order that waits longer for its online payment is canceled, and its units are for sale again. Orders paid by check "
    "or money order have a lifetime of their own.",
    narrowest=Scope.WEBSITE,
    bound=Bound.ABOVE_ZERO,
)
ORDER_COPY_TO = Setting(
    "sales_email/order/copy_to",
    "Send Order Email Copy To",
    Kind.EMAILS,
    "",
    help=f"{ADDRESSES} Each gets a message of its own when an order is confirmed.",
    narrowest=Scope.WEBSITE,
)
CONTACT_EMAIL = Setting(
    "trans_email/ident_general/email",
    "Contact E-mail",
    Kind.EMAILS,
    "",
    help="Told on every page of the shop and wherever a shopper is refused something; answers to the shop's mails go there. Empty "
    "says nothing.",
    narrowest=Scope.STORE_VIEW,
)
CONTACT_PHONE = Setting(
    "general/store_information/phone",
    "Store Phone Number",
    Kind.TEXT,
    "",
    help="Told in the same places, as it is written here.",
    narrowest=Scope.STORE_VIEW,
    longest=50,
)
QUOTE_LIFETIME = Setting(
    "checkout/cart/delete_quote_after",
    "Quote Lifetime (days)",
    Kind.NUMBER,
    "30",
    help="A cart that nobody touches for so long is deleted. Nothing in a cart is reserved; that of an order that waits for its "
    "payment stays.",
    narrowest=Scope.WEBSITE,
    bound=Bound.ABOVE_ZERO,
)
HANDED_OVER_BY = Setting(
    "shipping/parcel/handed_over_by",
    "A Parcel Is Handed Over",
    Kind.CHOICE,
    "mark",
    help="Until then Undo takes a parcel back that was made by mistake: its goods to the source, its units to the order. No "
    "carrier is connected to this shop, so nobody tells it when a parcel is first seen: the first tracking number of a shipment "
    "stands for that news. What counted as handed over before stays so.",
    narrowest=Scope.WEBSITE,
    choices=(
        ("mark", "When it is marked: by a click or a scan"),
        ("number", "When it is marked, or has a tracking number"),
    ),
)


CHECKMO = "payment/checkmo/"
CHECK_ACTIVE = Setting(
    CHECKMO + "active",
    "Enabled",
    Kind.YES_NO,
    "1",
    help="Whether shoppers may pay by check or money order. Staff may always take an order that is paid so.",
    narrowest=Scope.WEBSITE,
)
WHILE_ACTIVE = (CHECK_ACTIVE.path, "1")
CHECK_TITLE = Setting(
    CHECKMO + "title",
    "Title",
    Kind.TEXT,
    "Check / Money order",
    help="What shoppers choose at the checkout, and read on the page of their order.",
    narrowest=Scope.STORE_VIEW,
    shown_when=WHILE_ACTIVE,
    longest=100,
    is_needed=True,
)
CHECK_PAYABLE_TO = Setting(
    CHECKMO + "payable_to",
    "Make Check Payable to",
    Kind.TEXT,
    "",
    help="Told with the order, in its confirmation and in the reminder. Empty says nothing.",
    narrowest=Scope.STORE_VIEW,
)
CHECK_SEND_TO = Setting(
    CHECKMO + "mailing_address",
    "Send Check to",
    Kind.LINES,
    "",
    help="The postal address, told in the same places. Empty says nothing.",
    narrowest=Scope.STORE_VIEW,
)
CHECK_LEAST_TOTAL = Setting(
    CHECKMO + "min_order_total",
    "Minimum Order Total",
    Kind.NUMBER,
    "0",
    help="An order of less is not paid so, in the website's currency.",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
    shown_when=WHILE_ACTIVE,
)
CHECK_MOST_TOTAL = Setting(
    CHECKMO + "max_order_total",
    "Maximum Order Total",
    Kind.NUMBER,
    "0",
    help=f"An order of more is not paid so, in the website's currency: what one unpaid order can hold. {NO_MAXIMUM}",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
    shown_when=WHILE_ACTIVE,
)
CHECK_LIFETIME = Setting(
    CHECKMO + "pending_lifetime",
    "Pending Lifetime for Offline Orders (days)",
    Kind.NUMBER,
    "14",
    help="An order that waits longer for its check or money order is canceled, and its units are for sale again. One of which "
    "something was shipped or invoiced is left alone.",
    narrowest=Scope.WEBSITE,
    bound=Bound.ABOVE_ZERO,
)
CHECK_REMINDER = Setting(
    CHECKMO + "reminder_days",
    "Remind Before the Lifetime Ends (days)",
    Kind.NUMBER,
    "3",
    help="One e-mail an order: how much, to whom, and until when. 0 reminds nobody, nor does as much as the lifetime or more.",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
)
CHECK_MOST_OPEN = Setting(
    CHECKMO + "most_open",
    "Unpaid Offline Orders per E-mail Address",
    Kind.NUMBER,
    "5",
    help="Who has so many orders that wait for their check or money order pays another way, or pays for one of them first. "
    f"{NO_LIMIT}",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
    shown_when=WHILE_ACTIVE,
)
CHECK_MOST_OPEN_AT_NETWORK = Setting(
    CHECKMO + "most_open_at_network",
    "Unpaid Offline Orders per Network Address",
    Kind.NUMBER,
    "10",
    help="The same for all who come from one network address, whatever e-mail addresses they type: a house, an office, at times a "
    f"mobile network. Orders that staff take are not counted. {NO_LIMIT}",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
    shown_when=WHILE_ACTIVE,
)
CHECK_SETTINGS = (
    CHECK_ACTIVE,
    CHECK_TITLE,
    CHECK_PAYABLE_TO,
    CHECK_SEND_TO,
    CHECK_LEAST_TOTAL,
    CHECK_MOST_TOTAL,
    CHECK_LIFETIME,
    CHECK_REMINDER,
    CHECK_MOST_OPEN,
    CHECK_MOST_OPEN_AT_NETWORK,
)


SECONDS_A_DAY = 86_400


def days_before(moment: datetime, days: Decimal) -> datetime | None:
    """Return the moment `days` before; None before 1970, when nothing of a shop had begun."""
    if moment.timestamp() <= days * SECONDS_A_DAY:
        return None
    return moment - timedelta(days=float(days))
