"""Stores > Configuration > Sales > Sales > Orders that Wait: what a shopper who waits for units is told and asked."""

from catalog.rules.scope import Scope
from catalog.rules.setting import Bound, Kind, Setting

WAITING = "sales/backorders/"
DAY_MOVED_BY = Setting(
    WAITING + "day_moved_by",
    "Tell When a Promised Day Is Later by More Than (days)",
    Kind.NUMBER,
    "3",
    help="The customer gets one e-mail with the old and the new day, and says whether he waits. A delivery that is late by no more "
    "than as many days may lie at the door, and nobody is told. An earlier day stands on the page of the order.",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
)
SHIPS_BY_DEFAULT = Setting(
    WAITING + "ships_by_default",
    "Shipping of Carts That Are Partly on Backorder",
    Kind.CHOICE,
    "ready",
    help="What is chosen at first where a shopper has the choice. He may choose the other, there and on the page of his order "
    "until a parcel has left.",
    narrowest=Scope.WEBSITE,
    choices=(("ready", "Ship what is ready"), ("together", "Ship everything together")),
)
CONSENT_BEYOND = Setting(
    WAITING + "consent_beyond",
    "Ask for Consent to Ship Later than Within (days)",
    Kind.NUMBER,
    "30",
    help="The law of mail orders (in the United States 16 CFR 435) lets an order wait so long unasked. Who would wait longer, or "
    "for nobody knows how long, agrees to that at the checkout, and it is kept on his order. 0 asks nobody.",
    narrowest=Scope.WEBSITE,
    bound=Bound.NOT_NEGATIVE,
)
TELL_READY = Setting(
    WAITING + "tell_ready",
    "Tell When Backordered Units Are There",
    Kind.YES_NO,
    "1",
    help="The customer gets one e-mail when all that his order waited for has come and can ship, unless it leaves before that.",
    narrowest=Scope.WEBSITE,
)
WAITING_SETTINGS = (SHIPS_BY_DEFAULT, CONSENT_BEYOND, DAY_MOVED_BY, TELL_READY)
