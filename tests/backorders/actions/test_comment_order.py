"""Comments on an order: kept once, mailed where that is wished, and no reason to look at a page again."""

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.comment_order import CannotComment, comment_order
from backorders.models import EventKind, Notification, Order, OrderEvent
from backorders.queries.order import changed_words
from tests.backorders.shipping import bag, order_of

pytestmark = pytest.mark.django_db


def comment(order: Order, text: str = "Call before noon.", *, is_told: bool = False, key: str = "k") -> OrderEvent:
    return comment_order(order=order, text=text, is_told=is_told, key=key, by=None, now=timezone.now())


def mails(order: Order) -> list[Notification]:
    return list(order.notifications.filter(key__startswith="order_comment:"))


def test_an_internal_comment_is_kept_and_mailed_to_nobody() -> None:
    order = order_of(bag(3))
    before = Order.objects.get(pk=order.pk).revision
    event = comment(order, " Call before noon.\r\nThen again. ")
    assert (event.kind, event.text, event.is_told) == (EventKind.COMMENTED, "Call before noon.\nThen again.", False)
    assert (mails(order), Order.objects.get(pk=order.pk).revision) == ([], before)


def test_a_comment_to_the_customer_is_mailed_once_however_often_it_is_sent() -> None:
    order = order_of(bag(3))
    assert comment(order, "<b>It comes</b> & goes", is_told=True) == comment(order, is_told=True)
    (mail,) = mails(order)
    assert (mail.recipient, mail.subject) == (order.email, f"About your order #{order.number}")
    assert "<b>It comes</b> & goes" in mail.body_text
    assert "&lt;b&gt;It comes&lt;/b&gt; &amp; goes" in mail.body_html
    assert order.events.filter(kind=EventKind.COMMENTED).count() == 1


def test_a_canceled_order_takes_comments_too() -> None:
    order = order_of(bag(3))
    cancel_order(order=order, by=None, now=timezone.now())
    assert comment(order).pk


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001, "a\0b"])
def test_what_is_no_comment_is_refused(text: str) -> None:
    order = order_of(bag(3))
    with pytest.raises(CannotComment):
        comment(order, text, is_told=True)
    assert (order.events.count(), mails(order)) == (0, [])


def test_the_key_of_one_order_is_none_of_another() -> None:
    product = bag(3)
    comment(order_of(product))
    with pytest.raises(CannotComment):
        comment(order_of(product))


def test_who_has_an_older_page_reads_what_changed_and_not_a_comment() -> None:
    order = order_of(bag(3))
    cancel_order(order=order, by=None, now=timezone.now())
    told = changed_words(order)
    comment(order)
    assert changed_words(order) == told
