"""What did not leave may be canceled, by staff and by the shopper through the order's link."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from backorders.actions.cancel_order import CannotCancel, cancel_own_order
from backorders.actions.pay_order import PaymentNotYours, pay_order
from backorders.actions.place_order import place_order
from backorders.models import Order, OrderEvent
from backorders.rules.cancellation import (
    NotCanceled,
    cancelable,
    canceled_and_paid,
    canceled_by_the_shop,
    why_not_canceled,
)
from backorders.rules.line_quantities import LineProgress
from backorders.rules.order_status import OrderStatus
from inventory_site.roles import ROLES
from tests.backorders.checkout_data import CARD
from tests.backorders.rules.lines_in_progress import lines_in_progress
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

PAID = LineProgress(Decimal(5), invoiced=Decimal(5))
UNPAID = LineProgress(Decimal(5))
LEFT = LineProgress(Decimal(5), invoiced=Decimal(5), shipped=Decimal(1))
GONE = LineProgress(Decimal(5), invoiced=Decimal(5), canceled=Decimal(5), refunded=Decimal(5))


@pytest.mark.parametrize(
    ("status", "lines", "is_offline", "why"),
    [
        (OrderStatus.PROCESSING, [PAID], False, None),
        (OrderStatus.PENDING_PAYMENT, [UNPAID], True, None),
        (OrderStatus.PROCESSING, [PAID], True, NotCanceled.NOTHING_LEFT),
        (OrderStatus.PROCESSING, [PAID, UNPAID], True, None),
        (OrderStatus.PROCESSING, [PAID, LEFT], False, None),
        (OrderStatus.PROCESSING, [PAID, GONE], False, None),
        (OrderStatus.CANCELED, [GONE], False, NotCanceled.STATUS),
        (OrderStatus.ON_HOLD, [PAID], False, NotCanceled.STATUS),
        (OrderStatus.COMPLETE, [LEFT], False, NotCanceled.STATUS),
    ],
)
def test_whoever_cancels_may_cancel_what_did_not_leave(
    status: OrderStatus, lines: list[LineProgress], is_offline: bool, why: NotCanceled | None
) -> None:
    assert why_not_canceled(status, lines, is_offline=is_offline) is why


@given(lines=st.lists(lines_in_progress()), status=st.sampled_from(OrderStatus), is_offline=st.booleans())
def test_an_order_with_nothing_to_cancel_says_why(
    lines: list[LineProgress], status: OrderStatus, is_offline: bool
) -> None:
    if why_not_canceled(status, lines, is_offline=is_offline) is None:
        assert any(cancelable(line, is_offline=is_offline) for line in lines)
        assert status in {OrderStatus.PENDING_PAYMENT, OrderStatus.PROCESSING}


@given(line=lines_in_progress(), is_offline=st.booleans())
def test_never_more_is_canceled_than_is_open(line: LineProgress, is_offline: bool) -> None:
    assert 0 <= cancelable(line, is_offline=is_offline) <= line.open


def test_units_that_left_after_the_invoiced_ones_were_refunded_are_not_canceled() -> None:
    two, one = Decimal(2), Decimal(1)
    line = LineProgress(Decimal(5), invoiced=two, shipped=one, refunded=two, released=two)
    assert cancelable(line, is_offline=True) == 2


pytestmark = pytest.mark.django_db
PAST = datetime(2026, 11, 2, tzinfo=UTC)
MAY_NOT_CANCEL = [role.name for role in ROLES if "backorders.cancel_order" not in role.permissions]
MAY_NOT_PAY = [role.name for role in ROLES if "backorders.invoice_order" not in role.permissions]


@pytest.fixture
def order() -> Order:
    product = product_with_stock(quantity=5)
    place_order(lines={product: 1}, email="other@example.org", by=None, now=PAST)  # stays as it is, whatever is done
    return place_order(lines={product: 1}, email="ada@example.org", by=None, now=timezone.now())


def member(role: str, **fields: str) -> User:
    user = User.objects.create_user(role.lower() or "nobody", is_staff=True, **fields)
    user.groups.set(Group.objects.filter(name=role))
    return user


def cancel(client: Client, order: Order) -> str:
    return page_text(client.post(f"/orders/{order.checkout}/cancel/", follow=True))


def pay(client: Client, order: Order) -> str:
    return page_text(client.post(f"/orders/{order.checkout}/", CARD, follow=True))


def history(order: Order) -> list[tuple[str, str]]:
    return [(event.text, event.by.username if event.by else "") for event in order.events.all()]


def state(order: Order) -> tuple[str, int]:
    order.refresh_from_db()
    return order.status, OrderEvent.objects.count()


def test_shopper_cancels_through_the_link(client: Client, order: Order) -> None:
    for _ in range(2):
        cancel(client, order)
    assert history(order)[-1] == ("Canceled by the shopper, through the order's link.", "")
    assert Order.objects.filter(status="canceled").count() == 1


def test_shopper_with_an_account_is_the_shopper(client: Client, order: Order) -> None:
    client.force_login(User.objects.create_user("ada"))
    assert "a member of staff" not in page_text(client.get(f"/orders/{order.checkout}/"))
    cancel(client, order)
    assert history(order)[-1] == ("Canceled by the shopper, through the order's link.", "")


def test_staff_cancel_under_their_own_name(client: Client, order: Order, admin_client: Client) -> None:
    client.force_login(member("Customer service", first_name="Sam", last_name="Hill"))
    assert "You are signed in as Sam Hill" in page_text(client.get(f"/orders/{order.checkout}/"))
    cancel(client, order)
    told = "Canceled by Sam Hill, signed in as staff, through the order's link."
    assert history(order)[-1] == (told, "customer service")
    page = unescape(admin_client.get(f"/admin/backorders/order/{order.pk}/change/").content.decode())
    assert told in page
    assert "by the shopper" not in page


@pytest.mark.parametrize("role", [*MAY_NOT_CANCEL, ""])
def test_staff_who_may_not_cancel_do_not_do_it_through_the_link(client: Client, order: Order, role: str) -> None:
    client.force_login(member(role))
    before = state(order)
    assert "whose role may not cancel orders" in cancel(client, order)
    assert state(order) == before


@pytest.mark.parametrize("role", [*MAY_NOT_PAY, ""])
def test_staff_who_may_not_take_payments_do_not_pay_through_the_link(client: Client, order: Order, role: str) -> None:
    client.force_login(member(role))
    before = state(order)
    assert "whose role may not take payments" in pay(client, order)
    posted = client.post("/checkout/", {**CARD, "checkout": str(order.checkout)}, follow=True)
    assert "whose role may not take payments" in page_text(posted)
    assert state(order) == before


def test_payment_through_the_link_says_so_once(client: Client, order: Order) -> None:
    for _ in range(2):
        pay(client, order)
    assert [text for text, _ in history(order)].count("Payment started by the shopper, through the order's link.") == 1
    assert order.payments.get().status == "confirmed"


def test_payment_by_staff_through_the_link_names_them(client: Client, order: Order) -> None:
    client.force_login(member("Customer service"))
    pay(client, order)
    told = "Payment started by customer service, signed in as staff, through the order's link."
    assert (told, "customer service") in history(order)


def test_staff_pay_for_the_cart_of_their_own_browser(client: Client, order: Order) -> None:
    client.force_login(member("Viewer"))
    session = client.session
    session[f"cart-{order.website_id}"] = str(order.checkout)
    session.save()
    pay(client, order)
    assert order.payments.get().status == "confirmed"
    assert all("through the order's link" not in text for text, _ in history(order))


def test_a_strangers_token_opens_nothing(client: Client, order: Order) -> None:
    before = state(order)
    assert client.post(f"/orders/{uuid.uuid4()}/cancel/").status_code == 404
    assert state(order) == before


def test_the_actions_themselves_ask_for_the_right(order: Order) -> None:
    viewer, before = member("Viewer"), state(order)
    with pytest.raises(CannotCancel, match="viewer, whose role may not cancel orders"):
        cancel_own_order(order=order, by=viewer, now=timezone.now())
    with pytest.raises(PaymentNotYours, match="may not take payments"):
        pay_order(payment=order.payments.get(), details=CARD, by=viewer, is_through_link=True, now=timezone.now())
    assert state(order) == before


@pytest.mark.parametrize(
    ("kinds", "alone"),
    [
        ([], False),
        (["placed", "refused"], True),
        (["placed", "expired"], True),
        (["placed", "canceled"], False),
        (["placed", "canceled", "refused"], False),
    ],
)
def test_where_people_canceled_anything_the_shop_did_not_decide_alone(kinds: list[str], alone: bool) -> None:
    assert canceled_by_the_shop(kinds) is alone


@pytest.mark.parametrize(("is_offline", "may"), [(False, 4), (True, 2)])
def test_what_was_invoiced_offline_is_not_canceled(is_offline: bool, may: int) -> None:
    line = LineProgress(Decimal(6), invoiced=Decimal(3), shipped=Decimal(1), canceled=Decimal(1))
    assert cancelable(line, is_offline=is_offline) == may


@pytest.mark.parametrize(
    ("status", "invoiced", "why"),
    [
        (OrderStatus.PROCESSING, 0, None),
        (OrderStatus.PROCESSING, 2, NotCanceled.NOTHING_LEFT),
        (OrderStatus.ON_HOLD, 0, NotCanceled.STATUS),
        (OrderStatus.COMPLETE, 2, NotCanceled.STATUS),
    ],
)
def test_why_nothing_can_be_canceled(status: OrderStatus, invoiced: int, why: NotCanceled | None) -> None:
    lines = [LineProgress(Decimal(2), invoiced=Decimal(invoiced))]
    assert why_not_canceled(status, lines, is_offline=True) is why


@pytest.mark.parametrize(("is_offline", "paid"), [(False, 2), (True, 0)])
def test_of_units_that_are_canceled_those_that_were_paid_online_give_money_back(is_offline: bool, paid: int) -> None:
    line = LineProgress(Decimal(5), invoiced=Decimal(3))
    assert canceled_and_paid(line, Decimal(4), is_offline=is_offline) == paid
