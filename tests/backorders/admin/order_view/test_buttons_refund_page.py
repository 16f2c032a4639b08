"""Send again and Mark as sent: offered where a refund is not confirmed, to who may refund."""

import html
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.place_order import place_order
from backorders.models import Order, OrderEvent, Refund
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
WORDS = {"failed": "No money went back.", "sending": "The provider did not answer"}


def refunded(status: str, message: str = "") -> tuple[Order, Refund]:
    bag = product_with_stock(quantity=10, price=Decimal("34.00"))
    order = place_order(lines={bag: 2}, email="ada@example.org", by=None, now=timezone.now())
    order.payments.get().change_status("confirmed")
    cancel_order(order=order, by=None, now=timezone.now())
    Refund.objects.update(status=status, message=message)
    return order, Refund.objects.get()


def address(order: Order, refund: Refund, act: str) -> str:
    return f"/admin/backorders/order/{order.pk}/refund/{refund.pk}/{act}/"


def shown_after(client: Client, url: str) -> str:
    return html.unescape(client.post(url, follow=True).content.decode())


def shown(client: Client, order: Order) -> str:
    return client.get(f"/admin/backorders/order/{order.pk}/change/").content.decode()


@pytest.mark.parametrize("status", ["failed", "sending"])
def test_an_unconfirmed_refund_says_what_to_do(admin_client: Client, status: str) -> None:
    order, _ = refunded(status, "Insufficient <b>balance</b>")
    text = shown(admin_client, order)
    assert "Insufficient &lt;b&gt;balance&lt;/b&gt;" in text
    assert WORDS[status] in text
    assert "Send again" in text
    assert "Mark as sent" in text


@pytest.mark.parametrize("status", ["requested", "sent", "by_hand"])
def test_other_refunds_offer_nothing(admin_client: Client, status: str) -> None:
    order, refund = refunded(status)
    text = shown(admin_client, order)
    assert refund.get_status_display() in text
    assert "Send again" not in text


@pytest.mark.parametrize(
    ("act", "status", "said"),
    [("send", "requested", "The refund is sent again."), ("sent", "sent", "You marked the refund as sent.")],
)
def test_buttons_act_once_and_say_so(admin_client: Client, act: str, status: str, said: str) -> None:
    order, refund = refunded("failed", "No.")
    first, second = [admin_client.post(address(order, refund, act), follow=True).content.decode() for _ in range(2)]
    refund.refresh_from_db()
    assert (refund.status, refund.message) == (status, "")
    assert said in first
    assert "This refund is not to be sent again." in second
    assert OrderEvent.objects.filter(order=order, by__username="admin").count() == 1


@pytest.mark.parametrize("act", ["send", "sent"])
def test_who_may_not_refund_is_refused(client: Client, act: str) -> None:
    order, refund = refunded("failed")
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_order"))
    client.force_login(user)
    assert client.post(address(order, refund, act)).status_code == 403
    assert "Send again" not in shown(client, order)


def test_only_posts_and_refunds_of_the_order_count(admin_client: Client) -> None:
    order, refund = refunded("failed")
    other = place_order(lines={product_with_stock(quantity=1): 1}, email="b@example.org", by=None, now=timezone.now())
    assert admin_client.get(address(order, refund, "send")).status_code == 405
    assert admin_client.post(address(other, refund, "send")).status_code == 404


@pytest.mark.parametrize(
    ("status", "age", "found"),
    [
        ("failed", 0, "Refused by the provider: No."),
        ("requested", 16, "Waiting to be sent: No."),
        ("sending", 6, "Sent, not confirmed"),
        ("sending", 4, ""),
        ("requested", 14, ""),
        ("sent", 99, ""),
    ],
)
def test_check_inventory_names_refunds_that_failed_or_hang(status: str, age: int, found: str) -> None:
    order, _ = refunded(status, "" if status == "sending" else "No.")
    then = timezone.now() - timedelta(minutes=age)
    Refund.objects.update(requested_at=then, begun_at=then)
    said = StringIO()
    try:
        call_command("check_inventory", stdout=said)
    except CommandError:
        expected = f"Order #{order.number}: a refund was not confirmed: expected USD 68.00 given back, found {found}\n"
        assert said.getvalue() == expected
    else:
        assert not found


@pytest.mark.parametrize(("minutes", "is_asked"), [(0, False), (4, False), (6, True)])
def test_a_refund_on_its_way_is_not_shown_as_lost(admin_client: Client, minutes: int, is_asked: bool) -> None:
    order, refund = refunded("sending")
    Refund.objects.update(begun_at=timezone.now() - timedelta(minutes=minutes))
    page = shown(admin_client, order)
    assert ("Being sent" in page) is not is_asked
    for words in ("Sent, not confirmed", "The provider did not answer", "Send again", "Mark as sent"):
        assert (words in page) is is_asked
    for act in ("send", "sent"):
        refused = "It stands at: Being sent." in shown_after(admin_client, address(order, refund, act))
        assert refused is not is_asked
        Refund.objects.update(status="sending")


def test_the_payment_says_what_the_provider_said(admin_client: Client) -> None:
    order = place_order(lines={product_with_stock(quantity=1): 1}, email="b@example.org", by=None, now=timezone.now())
    order.payments.get().change_status("rejected", "Your card was <declined>.")
    text = shown(admin_client, order)
    assert "Your card was &lt;declined&gt;." in text
    assert "The payment was refused. Your card was &lt;declined&gt;. The units of the order are for sale again." in text
