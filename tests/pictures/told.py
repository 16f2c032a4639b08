"""What happens in the demo so that each message to a customer is written."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from payments import PaymentStatus

from backorders.actions.cancel_order import cancel_order
from backorders.actions.comment_order import comment_order
from backorders.actions.demo_shop import PARISIAN, SALES, load_demo_eu, load_demo_shop
from backorders.actions.edit_order import edit_order
from backorders.actions.expire_payments import remind_of_checks
from backorders.actions.hold_order import hold_order, unhold_order
from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.refund_order import refund_order
from backorders.actions.send_stock_alerts import send_stock_alerts
from backorders.actions.ship_order import ship_order
from backorders.actions.steps.messages import put_in_words
from backorders.actions.stock_alert import ask_for_alert, confirm_alert
from backorders.actions.tell_backorders_ready import tell_backorders_ready
from backorders.actions.tell_moved_days import tell_moved_days
from backorders.actions.tracking_number import add_tracking
from backorders.actions.undo_shipment import undo_shipment
from backorders.emails.order_news import late_payment
from backorders.models import Notification, Order, OrderLine, Shipment, StockAlert
from backorders.rules.credit_memo import Refunded
from backorders.rules.payment import PaymentMethod
from backorders.rules.tracking_number import Tracking
from backorders.words.contact import questions_words
from catalog.models import ConfigurationValue, IncomingSupply, Product
from catalog.rules.money import price_text
from inventory_site.shoppers.account_mail import account_message
from inventory_site.shoppers.rules import Mailed
from tests.factories.catalog import default_source, default_website

ADA = SALES[0]
PARCEL = [Tracking(number="1Z 999 AA1 01 2345 6784", carrier="UPS")]
# No Summit Daypack lies there, and thirty are expected; a Weatherline Duffle can ship at once.
DUFFLE, TAG, DAYPACK, SOLD_OUT = "QG-101", "QG-203", "QG-113", "QG-112"


@dataclass(frozen=True)
class Told:
    """One message: the folder of its templates, when it is sent, and what is in it."""

    template: str
    when: str
    subject: str
    text: str
    html: str

    @property
    def name(self) -> str:
        """What its picture is called."""
        return f"{self.template}-{self.when.lower().translate(str.maketrans(' ', '-', ',:'))}".replace("_", "-")


def _placed(lines: Mapping[str, int], *, by_check: bool = False, now: datetime) -> Order:
    """Return an order of `lines` {SKU: quantity} of the demo's first customer, paid unless it is by check."""
    products = Product.objects.in_bulk([*lines], field_name="sku")
    order = place_order(
        lines={products[sku]: quantity for sku, quantity in lines.items()},
        email=ADA.email,
        customer_name=ADA.name,
        ship_to=ADA.ship_to,
        payment_method=PaymentMethod.CHECK_MONEY_ORDER if by_check else PaymentMethod.CARD,
        by=None,
        now=now,
    )
    if not by_check:
        order.payments.get().change_status(PaymentStatus.CONFIRMED)
    order.refresh_from_db()
    return order


def _line(order: Order, sku: str) -> OrderLine:
    return order.lines.get(sku=sku)


def _shipped(order: Order, lines: Mapping[str, int], *, now: datetime) -> Shipment:
    units = {_line(order, sku): Decimal(quantity) for sku, quantity in lines.items()}
    about = {"key": str(uuid.uuid4()), "tracking": PARCEL, "by": None, "now": now}
    return ship_order(order=order, source=default_source(), units=units, **about)  # type: ignore[arg-type]


def _said(template: str, when: str) -> Told:
    """Return the newest message of a kind."""
    note = Notification.objects.filter(key__startswith=template).latest("pk")
    if not note.is_in_words:
        put_in_words(note)
    return Told(template, when, note.subject, note.body_text, note.body_html)


def messages(now: datetime) -> Iterator[Told]:
    """Load the demo's shop as of `now`, let everything happen, and yield each message."""
    load_demo_shop(now=now)
    order = _placed({DUFFLE: 1, TAG: 2, DAYPACK: 3}, now=now)
    yield _said("order_confirmation", "Paid by card, partly on backorder")
    _placed({DUFFLE: 1}, by_check=True, now=now)
    yield _said("order_confirmation", "By check")
    load_demo_eu(now=now)
    note = Notification.objects.get(key__startswith="order_confirmation", recipient=PARISIAN)
    put_in_words(note)
    yield Told("order_confirmation", "Of the other website", note.subject, note.body_text, note.body_html)
    yield from _shipping(order, now=now)
    yield from _changed(now=now)
    yield from _money(now=now)
    yield from _alerts(now=now)


def _shipping(order: Order, *, now: datetime) -> Iterator[Told]:
    _shipped(order, {DUFFLE: 1}, now=now)
    yield _said("order_shipped", "A part")
    undone = _shipped(order, {TAG: 2}, now=now)
    # Its mail has gone out: one that has not is withdrawn, and nothing is written.
    Notification.objects.filter(key=f"order_shipped:{undone.pk}").update(sent_at=now, next_try_at=None)
    undo_shipment(shipment=undone, by=None, now=now)
    yield _said("shipment_undone", "After the mail")
    supply = IncomingSupply.objects.filter(product__sku=DAYPACK).latest("expected_on")
    supply.expected_on += timedelta(days=21)
    supply.save()
    tell_moved_days(now=now)
    yield _said("day_moved", "Later by three weeks")
    daypack = Product.objects.get(sku=DAYPACK)
    receive_delivery(daypack, source=default_source(), quantity=Decimal(40), by=None, now=now)
    tell_backorders_ready(now=now)
    note = Notification.objects.get(key=f"backorder_ready:{order.pk}")
    yield Told("backorder_ready", "All of it has come", note.subject, note.body_text, note.body_html)
    _shipped(order, {TAG: 2, DAYPACK: 3}, now=now)
    yield _said("order_shipped", "The rest")
    whole = _shipped(_placed({DUFFLE: 1}, now=now), {DUFFLE: 1}, now=now)
    yield _said("order_shipped", "All at once")
    Notification.objects.filter(key=f"order_shipped:{whole.pk}").update(sent_at=now, next_try_at=None)
    add_tracking(shipment=whole, numbers=[Tracking("", "UPS", "1Z 999 AA1 01 9876 5432")], by=None, now=now)
    note = Notification.objects.filter(order=whole.order_id).latest("pk")
    yield Told("tracking_number", "Known after the parcel has left", note.subject, note.body_text, note.body_html)


def _changed(*, now: datetime) -> Iterator[Told]:
    order = _placed({DUFFLE: 2, DAYPACK: 2}, now=now)
    edit_order(
        order=order,
        units={_line(order, DUFFLE): Decimal(1)},
        added={Product.objects.get(sku=TAG): Decimal(1)},
        by=None,
        now=now,
    )
    yield _said("order_edited", "One less, one more product")
    hold_order(order=order, by=None, now=now)
    yield _said("order_held", "On hold")
    unhold_order(order=order, by=None, now=now)
    yield _said("order_unheld", "Goes on")
    text = "The blue one is sold out at the maker.\nShall it be green?\n\nYours, Quayside Goods"
    comment_order(order=order, text=text, is_told=True, key="a", by=None, now=now)
    yield _said("order_comment", "Written by staff")


def _money(*, now: datetime) -> Iterator[Told]:
    order = _placed({DUFFLE: 3, DAYPACK: 2}, now=now)
    cancel_order(order=order, units={_line(order, DAYPACK): Decimal(1)}, by=None, now=now)
    yield _said("order_canceled", "A part")
    _shipped(order, {DUFFLE: 2}, now=now)
    refund_order(order=order, units={_line(order, DUFFLE): Refunded(Decimal(1), True)}, key="a", by=None, now=now)
    yield _said("order_refunded", "One that had not shipped")
    other = _placed({DUFFLE: 1, TAG: 1}, now=now)
    cancel_order(order=other, by=None, now=now)
    yield _said("order_canceled", "All of it")
    late = late_payment(other, amount=price_text(other.total, other.currency))
    yield Told("late_payment", "Paid after it was canceled", late.subject, late.text, late.html)
    _placed({TAG: 4}, by_check=True, now=now - timedelta(days=12))
    remind_of_checks(now=now)
    yield _said("check_reminder", "Still unpaid")


def _alerts(*, now: datetime) -> Iterator[Told]:
    backpack = Product.objects.get(sku=SOLD_OUT)
    about = {"website": default_website(), "network": "", "now": now}
    ask_for_alert(product=backpack, email=ADA.email, **about)  # type: ignore[arg-type]
    yield _said("stock_alert_asked", "Signed up")
    confirm_alert(token=StockAlert.objects.get().token, now=now)
    receive_delivery(backpack, source=default_source(), quantity=Decimal(4), by=None, now=now)
    send_stock_alerts(now=now)
    note = Notification.objects.filter(key__startswith="stock_alert_told").get()
    yield Told("back_in_stock", "Back", note.subject, note.body_text, note.body_html)
    shopper = User.objects.create_user(ADA.email, ADA.email)
    questions = questions_words(ConfigurationValue.objects.in_force(website=default_website()))
    account = account_message(shopper, Mailed.FIRST, website=default_website(), questions=questions)
    yield Told("account_password", "A first account", account.subject, account.text, account.html)
