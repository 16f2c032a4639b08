"""Stores > Configuration > Sales: what of its sections Sales, Sales Emails and Checkout concerns stock, declared once as data."""

from catalog.rules.scope import Scope
from catalog.rules.setting import Bound, Kind, Setting

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
    help="E-mail addresses, separated by commas or lines. Each gets a message of its own when an order is confirmed.",
    narrowest=Scope.WEBSITE,
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
