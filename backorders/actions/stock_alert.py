"""A visitor leaves an address for a product, confirms it, or takes it away."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from backorders.actions.steps.messages import ASKED, TOLD, alert_key, keep_message
from backorders.emails.stock_alert import alert_asked, unsubscribe_address
from backorders.models import Notification, StockAlert
from backorders.queries.locks import lock_address_and_network
from backorders.queries.stock_alert import asked_before, told_to_visitors
from backorders.rules.stock_alert import A_DAY, SignUp, sign_up
from backorders.words.stock_alert import BUYABLE, GONE, NOT_AN_ADDRESS, OFF, TOO_MANY
from catalog.models import ConfigurationValue, Product, Stock, Website
from catalog.queries.salable import for_sale
from catalog.rules import configuration as declared
from catalog.rules.text import NotAnAddressError, email_addresses
from catalog.words.refusal import NO_SUCH_PRODUCT, Refused


class CannotSignUp(Refused):
    """Nothing was kept. The text says nothing of who is on the list."""


@transaction.atomic
def ask_for_alert(*, product: Product, website: Website, email: str, network: str, now: datetime) -> None:
    """Have `email` asked whether it wants to hear when `product` is back on `website`, unless it was lately or is on the list.

    `network` is the keyed hash of where it was asked from, empty where nobody counts. Whoever asks learns of it by the mail alone.
    Raises `CannotSignUp`.
    """
    address = _address(email)
    found = _out_of_stock(product, website)
    lock_address_and_network(email=address, network=network)
    before = asked_before(product=found, website=website, email=address, network=network, now=now)
    row = before.row
    answer = sign_up(
        is_waiting=row is not None and row.confirmed_at is not None and row.told_at is None,
        is_asked=row is not None and row.confirmed_at is None and row.asked_at > now - A_DAY,
        of_address=before.of_address,
        of_network=before.of_network,
    )
    if answer is SignUp.REFUSED:
        raise CannotSignUp(TOO_MANY)
    if answer is SignUp.SILENT:
        return
    if row is not None:
        # Anew, with a new token: what an older mail leads to holds no more.
        _forget([row.pk])
    alert = StockAlert.objects.create(product=found, website=website, email=address, network=network, asked_at=now)
    keep_message(
        key=alert_key(ASKED, alert.pk),
        recipient=address,
        message=alert_asked(alert),
        unsubscribe_url=unsubscribe_address(alert),
    )


def _address(email: str) -> str:
    """Return the one address that was typed. Raises `CannotSignUp`."""
    try:
        addresses = email_addresses(email)
    except NotAnAddressError as error:
        raise CannotSignUp(NOT_AN_ADDRESS) from error
    if len(addresses) != 1:
        raise CannotSignUp(NOT_AN_ADDRESS)
    return addresses[0]


def _out_of_stock(product: Product, website: Website) -> Product:
    """Return the product as it is now, with its configurable one. Raises `CannotSignUp` when nobody can wait for it."""
    stock = Stock.objects.filter(sales_channels__website=website.pk).first()
    sold = Product.objects.filter(for_sale(website.pk or 0), pk=product.pk).select_related("variant_of")
    found = sold.first()
    if stock is None or found is None or not found.holds_stock:
        raise CannotSignUp(NO_SUCH_PRODUCT)
    configuration = ConfigurationValue.objects.in_force(website=website)
    if not configuration.flag(declared.STOCK_ALERTS):
        raise CannotSignUp(OFF)
    if told_to_visitors([found], stock=stock, configuration=configuration)[found.pk].can_be_bought:
        raise CannotSignUp(BUYABLE)
    return found


def confirm_alert(*, token: uuid.UUID, now: datetime) -> None:
    """Put the sign-up on the list. As often as one likes. Raises `CannotSignUp` when it is gone."""
    alerts = StockAlert.objects.filter(token=token)
    # Where it was asked from has done its service.
    confirmed_at = Greatest(Value(now), F("asked_at"))
    if not alerts.filter(confirmed_at=None).update(confirmed_at=confirmed_at, network="") and not alerts.exists():
        raise CannotSignUp(GONE)


@transaction.atomic
def end_alerts(*, token: uuid.UUID) -> int:
    """Forget every sign-up of the address of `token` on its website, and its mails; return how many. Safe to repeat."""
    alert = StockAlert.objects.filter(token=token).first()
    if alert is None:
        return 0
    mine = StockAlert.objects.filter(website=alert.website_id, email__iexact=alert.email)
    return _forget(list(mine.order_by("pk").values_list("pk", flat=True)))


def _forget(alerts: list[int]) -> int:
    """Delete the sign-ups with these ids, and what was written about them, sent or not; return how many."""
    # The rows first: who is just being told has his mail written when they are free.
    ended, _ = StockAlert.objects.filter(pk__in=alerts).delete()
    keys = [alert_key(kind, pk) for pk in alerts for kind in (ASKED, TOLD)]
    Notification.objects.filter(key__in=keys).delete()
    return ended
