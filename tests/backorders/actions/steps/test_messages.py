"""The messages to the shopper: what they say, when they are sent, and that they are sent once."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from backorders.actions.cancel_order import cancel_order, cancel_own_order
from backorders.actions.edit_order import edit_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.pay_order import pay_order
from backorders.actions.place_order import place_order
from backorders.actions.ship_order import ship_order
from backorders.actions.steps.messages import confirm_order, notify
from backorders.emails.message import Message
from backorders.models import Notification, Order
from backorders.rules.tracking_number import Tracking
from catalog.models import Product
from catalog.rules.sales_settings import ORDER_COPY_TO
from tests.backorders.checkout_data import CARD, HOME, REFUSED_CARD
from tests.backorders.outbox import drained, put_all_in_words, worded
from tests.factories.catalog import configure, default_source, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def placed(quantity: int = 8, method: str = "card", **fields: Any) -> Order:
    bag = product_with_stock(
        quantity=5, name="Bag & <Co>", sku="BAG", price=Decimal("12.00"), **{"backorders": 2} | fields
    )
    return place_order(
        lines={bag: quantity}, email="ada@example.org", payment_method=method, ship_to=HOME, by=None, now=timezone.now()
    )


def subjects() -> list[str]:
    return list(Notification.objects.order_by("pk").values_list("subject", flat=True))


def last() -> Notification:
    return Notification.objects.latest("pk")


def ship(order: Order, quantity: int, key: str = "parcel") -> None:
    units = {order.lines.get(): Decimal(quantity)}
    ship_order(
        order=order,
        source=default_source(),
        units=units,
        key=key,
        by=None,
        unpaid_confirmed=True,
        tracking=[Tracking(number="QC 123"), Tracking("Box 2", "UPS", "1Z")],
        now=timezone.now(),
    )


def test_check_order_is_confirmed_when_it_is_placed_with_where_to_send_the_check() -> None:
    order = placed(method="checkmo")
    note = worded()
    assert note.subject == f"Your order #{order.number}"
    assert "Please send your check or money order for $96.00" in note.body_text
    assert "back order the remaining 3." in note.body_text
    assert "12 Quay Street, BS1 4DJ Bristol, United Kingdom" in note.body_text


def test_check_order_submitted_twice_and_invoiced_is_confirmed_once() -> None:
    order = placed(method="checkmo")
    line = order.lines.get()
    assert line.product is not None
    again = place_order(
        lines={line.product: 8}, email="x@example.org", checkout=order.checkout, by=None, now=timezone.now()
    )
    invoice_order(order=again, by=None, now=timezone.now())
    confirm_order(order=order)
    assert subjects() == [f"Your order #{order.number}"]


def test_what_was_told_is_not_sent_again() -> None:
    order, message = placed(), Message("Subject", "Text", "")
    notes = [notify(order=order, occasion="once", message=message) for _ in range(2)]
    assert notes[0] == notes[1]
    assert DBTaskResult.objects.filter(task_path__endswith="send_notification").count() == 1


def test_card_order_is_confirmed_when_it_is_paid() -> None:
    order = placed()
    assert subjects() == []
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    assert "Your payment of $96.00 was received." in worded().body_text


def test_the_confirmation_tells_of_the_order_as_it_was_paid_whenever_it_is_put_into_words() -> None:
    order = placed()
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    (line,) = order.lines.all()
    edit_order(order=order, units={line: Decimal(2)}, by=None, now=timezone.now())
    Order.objects.filter(pk=order.pk).update(street="1 Moved Road", customer_name="Somebody Else")
    Product.objects.all().delete()
    said = worded(key=f"order_confirmation:{order.pk}").body_text
    assert "8 x Bag & <Co> (BAG), $12.00 each: $96.00" in said
    assert "Your payment of $96.00 was received." in said
    assert "back order the remaining 3." in said
    assert "12 Quay Street, BS1 4DJ Bristol" in said
    assert "Somebody" not in said


def test_the_worker_puts_it_into_words_and_sends_it_under_one_message_id() -> None:
    order = placed()
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    drained()
    (sent,) = mail.outbox
    note = Notification.objects.get()
    assert (sent.subject, sent.body, note.is_in_words) == (note.subject, note.body_text, True)
    assert str(note.request_key) in str(sent.extra_headers["Message-ID"])


def test_a_worker_that_is_ended_while_it_writes_leaves_nothing_half_written(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(ORDER_COPY_TO, "orders@example.org")
    order = placed()
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    with monkeypatch.context() as broken:
        broken.setattr("backorders.actions.steps.messages.order_copy", lambda *_: 1 / 0)
        drained()
    assert (Notification.objects.get().is_in_words, mail.outbox) == (False, [])
    drained()
    assert sorted(to for sent in mail.outbox for to in sent.to) == ["ada@example.org"]
    drained()
    assert sorted(to for sent in mail.outbox for to in sent.to) == ["ada@example.org", "orders@example.org"]


def test_refused_card_is_told_by_the_page_alone() -> None:
    pay_order(payment=placed().payments.get(), details=REFUSED_CARD, now=timezone.now())
    assert subjects() == []


def test_parcel_says_what_is_in_it_and_what_is_still_on_backorder() -> None:
    order = placed()
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    ship(order, 4)
    assert last().subject == f"Part of your order #{order.number} has been shipped"
    assert (
        "Tracking number: QC 123\nTracking number: 1Z, with UPS (Box 2)\n\nIn this parcel:\n4 x Bag & <Co> (BAG)\n"
        in last().body_text
    )
    assert "Still to come:\n4 x Bag & <Co> (BAG), 3 on backorder. No date is known yet.\n" in last().body_text
    assert "Bag &amp; &lt;Co&gt;" in last().body_html


def test_parcel_says_the_word_and_no_number_in_the_silent_mode() -> None:
    order = placed(backorders=1)
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    ship(order, 4)
    assert "Still to come:\n4 x" in last().body_text
    assert "4 x Bag & <Co> (BAG): partly on backorder. No date is known yet.\n" in last().body_text
    assert "3 on backorder" not in last().body_text


def test_parcel_asked_for_twice_is_told_once_and_each_parcel_once() -> None:
    order = placed(5)
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    for key in ("first", "first", "second"):
        ship(order, 2, key)
    assert subjects()[1:] == [f"Part of your order #{order.number} has been shipped"] * 2


def test_shoppers_cancel_is_told_with_its_refund() -> None:
    order = placed()
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    cancel_own_order(order=order, now=timezone.now())
    assert last().subject == f"Your order #{order.number} was canceled"
    assert "$96.00 will be refunded to your card." in last().body_text


def test_staffs_cancel_of_a_part_is_told() -> None:
    order = placed(method="checkmo")
    staff = User.objects.create(username="staff")
    cancel_order(order=order, units={order.lines.get(): Decimal(2)}, by=staff, now=timezone.now())
    assert last().subject == f"A part of your order #{order.number} was canceled"
    assert "2 x Bag & <Co> (BAG)" in last().body_text
    assert "refund" not in last().body_text


def test_refund_of_what_was_paid_by_card_and_by_check_is_not_promised_to_the_card(client: Client) -> None:
    order = placed()
    pay_order(payment=order.payments.get(), details=CARD, now=timezone.now())
    edit_order(order=order, units={order.lines.get(): Decimal(9)}, by=None, now=timezone.now())
    invoice_order(order=order, by=None, now=timezone.now())
    answer = client.post(f"/orders/{order.checkout}/cancel/", follow=True)
    assert "$108.00 will be refunded. " in page_text(answer)
    assert "$108.00 will be refunded.\n" in last().body_text


def test_an_order_that_was_confirmed_is_copied_to_nobody_who_is_named_later() -> None:
    configure(ORDER_COPY_TO, "first@example.org")
    order = placed(method="checkmo")
    put_all_in_words()
    configure(ORDER_COPY_TO, "second@example.org")
    assert confirm_order(order=order).recipient == "ada@example.org"
    put_all_in_words()
    assert set(Notification.objects.values_list("recipient", flat=True)) == {"ada@example.org", "first@example.org"}
