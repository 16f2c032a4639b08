"""A kept message leaves as it was kept, once."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail
from django.utils import timezone

from backorders.actions.send_message import send_message
from backorders.actions.steps.messages import keep_message
from backorders.emails.message import Message
from backorders.emails.order_news import order_held
from backorders.models import Notification
from catalog.rules.sales_settings import CONTACT_EMAIL
from tests.backorders.outbox import order_of_a_bag
from tests.factories.catalog import configure

pytestmark = pytest.mark.django_db


def kept(html: str = "") -> Notification:
    return keep_message(key="k", recipient="ada@example.org", message=Message("Subject", "Text", html))


def sent(note: Notification) -> None:
    send_message(notification_id=note.pk, clock=timezone.now)


def test_a_message_leaves_once_and_says_when() -> None:
    note = kept("<p>Text</p>")
    for _ in range(2):
        sent(note)
    (message,) = mail.outbox
    assert (message.subject, message.body, message.to) == ("Subject", "Text", ["ada@example.org"])
    assert message.alternatives == [("<p>Text</p>", "text/html")]  # type: ignore[union-attr]  # a mail with parts
    note.refresh_from_db()
    assert note.sent_at is not None


def test_a_message_without_html_is_plain() -> None:
    sent(kept())
    assert mail.outbox[0].alternatives == []  # type: ignore[union-attr]  # a mail with parts


def test_a_message_is_known_by_its_id() -> None:
    note = kept()
    sent(note)
    assert mail.outbox[0].message()["Message-ID"] == f"<{note.request_key}@example.org>"


def test_an_answer_to_a_mail_about_an_order_goes_to_the_shop_and_one_to_staffs_copy_does_not() -> None:
    configure(CONTACT_EMAIL, "help@example.org")
    order = order_of_a_bag()
    for recipient in (order.email, "staff@example.org"):
        message = Message("Subject", "Text", "")
        sent(keep_message(key=recipient, recipient=recipient, message=message, order=order))
    assert [message.reply_to for message in mail.outbox] == [["help@example.org"], []]


def test_each_message_about_an_order_ends_with_where_questions_go() -> None:
    order = order_of_a_bag()
    assert "Questions?" not in order_held(order).text + order_held(order).html
    configure(CONTACT_EMAIL, "help@example.org")
    told = order_held(order)
    assert told.text.endswith("\n\nQuestions? Please contact us: help@example.org.\n")
    assert "Questions? Please contact us: help@example.org." in told.html


@pytest.mark.parametrize("name", ["Ada Brandt", 'Ada "Countess", Lovelace', "Zoë Ørsted", "  Ada\tBrandt "])
def test_a_mail_goes_to_the_customer_by_name_and_to_staff_without(name: str) -> None:
    order = order_of_a_bag()
    order.customer_name = name
    order.save()
    for recipient in (order.email, "staff@example.org"):
        sent(keep_message(key=recipient, recipient=recipient, message=Message("Subject", "Text", ""), order=order))
    to_customer, to_staff = (
        message_from_bytes(each.message().as_bytes(), policy=default)["To"] for each in mail.outbox
    )
    assert [(each.display_name, each.addr_spec) for each in to_customer.addresses] == [
        (" ".join(name.split()), order.email)
    ]
    assert str(to_staff) == "staff@example.org"
