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
WAITING_SETTINGS = (DAY_MOVED_BY,)
