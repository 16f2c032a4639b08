"""Tell who waits for a product that it is back: the longest waiting first, and no more than there are units for."""

from datetime import datetime

from django.db import transaction

from backorders.actions.steps.messages import TOLD, alert_key, keep_message
from backorders.emails.stock_alert import back_in_stock, unsubscribe_address
from backorders.models import StockAlert
from backorders.queries.stock_alert import there_is, waited_for, waiting_lists
from backorders.rules.stock_alert import to_tell
from catalog.models import Website

# Of a product without limit everybody is told: so many in one transaction.
BATCH = 200


def send_stock_alerts(*, now: datetime) -> int:
    """Write a message to each whose time has come; return how many. Safe to repeat, and to run twice at the same time.

    Messages are sent by the worker after commit. Who was told waits no more: he hears again after a new sign-up.
    """
    count = 0
    products = waited_for()
    for website in Website.objects.filter(pk__in=products).order_by("pk"):
        back = there_is(website, products[website.pk])
        units = {pk for pk, each in back.items() if each.units is None or each.units > 0}
        count += sum(_tell(website, pk, now=now) for pk in sorted(units))
    return count


@transaction.atomic
def _tell(website: Website, product: int, *, now: datetime) -> int:
    """Tell the first who wait for one product, as far as its units go, but for those whom somebody else tells meanwhile."""
    listed = waiting_lists(website, [product], now=now).get(product)
    # After the list: who bought meanwhile leaves fewer units, and fewer are told.
    back = there_is(website, [product]).get(product)
    if listed is None or back is None:
        return 0
    chosen = to_tell(listed.waiting, units=back.units, least=back.least, told_lately=listed.told_lately)[:BATCH]
    return sum(_told(each.pk, now=now) for each in chosen)


def _told(pk: int, *, now: datetime) -> bool:
    # One statement decides: of two that run at once, one finds the row told, and so does who unsubscribed in between.
    if not StockAlert.objects.filter(pk=pk, told_at=None, confirmed_at__lte=now).update(told_at=now):
        return False
    alert = StockAlert.objects.select_related("product", "website").get(pk=pk)
    keep_message(
        key=alert_key(TOLD, pk),
        recipient=alert.email,
        message=back_in_stock(alert),
        unsubscribe_url=unsubscribe_address(alert),
    )
    return True
