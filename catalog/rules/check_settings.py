"""Stores > Configuration > Sales > Sales > Check / Money Order, declared once as data."""

from catalog.rules.scope import Scope
from catalog.rules.setting import Bound, Kind, Setting

CHECK_ACTIVE = Setting(
    "payment/checkmo/active",
    "Offer Check / Money Order",
    Kind.YES_NO,
    "1",
    help="Whether shoppers may pay by check or money order. Staff may always take an order that is paid so.",
    narrowest=Scope.WEBSITE,
)
CHECK_LIFETIME = Setting(
    "payment/checkmo/pending_lifetime",
    "Pending Lifetime for Offline Orders (days)",
    Kind.NUMBER,
    "14",
    help="An order that waits longer for its check or money order is canceled, and its units are for sale again. One of which "
    "something was shipped or invoiced is left alone.",
    narrowest=Scope.WEBSITE,
    bound=Bound.ABOVE_ZERO,
)
CHECK_MOST_OPEN = Setting(
    "payment/checkmo/most_open",
    "Unpaid Offline Orders per E-mail Address",
    Kind.NUMBER,
    "5",
    help="Who has so many orders that wait for their check or money order pays another way, or pays for one of them first. 0 "
    "means no limit.",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
    shown_when=(CHECK_ACTIVE.path, "1"),
)
CHECK_SETTINGS = (CHECK_ACTIVE, CHECK_LIFETIME, CHECK_MOST_OPEN)
