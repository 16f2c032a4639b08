"""What `make prove` calls wrong, and what it does not."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.actions.receive_delivery import receive_delivery
from backorders.actions.send_message import send_message
from backorders.models import Notification, Order, Payment
from catalog.models import SourceItem
from tests.backorders.queries.test_moved_day import moved_supply, waiting
from tests.factories.catalog import default_source, product_with_stock
from tests.proof.goods import COUNTED, OWED, STRICT, UNITS_AT_SOURCE
from tests.proof.history import Outcome, Request
from tests.proof.verdict import days_told, keys_told, mails_taken, money, orders_told, units_told
from tests.proof.watcher import differences_now, past_limits

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


def ordered(method: str = "checkmo") -> Order:
    product = product_with_stock(quantity=2 * UNITS_AT_SOURCE, sku=OWED)
    return place_order(lines={product: 1}, email=EMAIL, payment_method=method, by=None, now=timezone.now())


def asked(kind: str, what: dict[str, Any], *answers: Outcome, told: dict[str, Any] | None = None) -> Request:
    return Request("ada", 1, kind, what, [(outcome, told or {}) for outcome in answers])


@pytest.mark.parametrize(
    ("is_there", "answers", "wrong"),
    [
        (True, [Outcome.DONE], 0),
        (True, [], 0),
        (True, [Outcome.UNKNOWN, Outcome.REFUSED], 0),
        (False, [Outcome.REFUSED], 0),
        (False, [], 0),
        (False, [Outcome.DONE], 1),
        (True, [Outcome.REFUSED], 1),
    ],
)
def test_an_order_is_there_when_it_was_told_and_not_when_it_was_refused(
    is_there: bool, answers: list[Outcome], wrong: int
) -> None:
    checkout = str(ordered().checkout) if is_there else str(uuid.uuid4())
    assert len(list(orders_told([asked("place", {"email": EMAIL, "checkout": checkout}, *answers)]))) == wrong


def test_another_order_than_the_one_that_was_told_is_none() -> None:
    ordered()
    told = asked("check out", {"email": EMAIL}, Outcome.DONE, told={"checkout": str(uuid.uuid4())})
    assert len(list(orders_told([told]))) == 1


def test_each_change_of_a_day_is_told_once_and_by_one_message() -> None:
    _, order = waiting()
    moved_supply()
    assert list(days_told()) == []
    moved_supply(20)
    assert list(days_told()) == []
    told = order.notifications.filter(key__startswith="day_moved:")
    assert told.count() == 2
    Notification.objects.filter(pk=told.order_by("pk")[0].pk).update(key="lost")
    assert list(days_told()) == [f"order {order.pk} was told 1 times of days that moved 2 times"]


def test_a_parcel_that_was_told_is_there() -> None:
    assert len(list(keys_told([asked("ship", {"key": "k"}, Outcome.DONE)]))) == 1
    assert list(keys_told([asked("ship", {"key": "k"}, Outcome.UNKNOWN)])) == []


def test_units_that_lie_there_are_those_that_came_less_those_that_left() -> None:
    product_with_stock(quantity=2 * UNITS_AT_SOURCE, sku=OWED)
    product = product_with_stock(quantity=2 * UNITS_AT_SOURCE, sku=STRICT)
    what = {"sku": STRICT, "units": "3", "key": "k"}
    assert len(list(units_told([asked("receive", what, Outcome.DONE)]))) == 1
    receive_delivery(product, source=default_source(), quantity=Decimal(3), key="k", by=None, now=timezone.now())
    assert list(units_told([asked("receive", what, Outcome.DONE)])) == []
    SourceItem.objects.filter(product=product).update(quantity=30)
    assert len(list(units_told([asked("receive", what, Outcome.DONE)]))) == 1


def mail_of(message: Notification, **other: Any) -> dict[str, Any]:
    return {
        "id": f"<{message.request_key}@example.org>",
        "to": message.recipient,
        "subject": message.subject,
        "is_decided": True,
    } | other


@pytest.mark.parametrize(
    ("mails", "wrong"),
    [
        (lambda message: [mail_of(message)], 0),
        (lambda message: [mail_of(message), mail_of(message)], 0),  # its worker was killed: the same name again
        (lambda message: [mail_of(message, is_decided=None)], 0),
        (lambda message: [mail_of(message, is_decided=False)], 1),
        (lambda message: [mail_of(message), mail_of(message, id="<other@example.org>")], 2),
        (lambda _: [], 1),
    ],
)
def test_a_mail_comes_once_by_its_name_and_after_it_was_decided(
    mails: Callable[[Notification], list[dict[str, Any]]], wrong: int
) -> None:
    message = ordered().notifications.get()
    send_message(notification_id=message.pk, clock=timezone.now)
    assert len(list(mails_taken(mails(message)))) == wrong


@pytest.mark.parametrize(
    ("book", "wrong"),
    [({"in": "0", "out": {}}, 0), ({"in": "10", "out": {}}, 1), ({"in": "10", "out": {"k": "10"}}, 2)],
)
def test_the_banks_book_is_the_shops(book: dict[str, Any], wrong: int) -> None:
    order = ordered("card")
    assert len(list(money({Payment.objects.get(order=order).token: book}))) == wrong


def test_nothing_is_sold_past_its_limit() -> None:
    order = ordered()
    assert past_limits() == []
    SourceItem.objects.filter(product__order_lines__order=order).update(quantity=-7)
    assert len(past_limits()) == 1


@pytest.mark.parametrize(("sku", "wrong"), [(STRICT, 1), (COUNTED, 0)])
@pytest.mark.django_db(transaction=True)
def test_a_shelf_may_be_below_zero_where_it_is_counted_while_units_leave_it(sku: str, wrong: int) -> None:
    SourceItem.objects.filter(product=product_with_stock(sku=sku)).update(quantity=-2)
    assert len([each for each in differences_now() if "shelf" in each]) == wrong
