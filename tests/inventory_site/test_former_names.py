"""What was done keeps the name of that day: renaming an account renames nothing that it did before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from pghistory import context

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.move_to_front import move_to_front
from backorders.actions.place_order import place_order
from backorders.actions.refund_order import refund_order
from backorders.actions.ship_order import ship_order
from backorders.admin.order_view.documents import credit_memos_shown, invoices_shown, shipments_shown
from backorders.admin.order_view.items_ordered import order_moves, queue_shown
from backorders.admin.order_view.presenter import order_shown
from backorders.models import Order
from backorders.queries.order import changed_words
from backorders.rules.credit_memo import Refunded
from catalog.models import FormerName, SourceItem
from catalog.queries.history import product_changes, staff_name, staff_name_at
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db
THEN_AND_NOW = "Ada Brandt, now Eve Klein"


@pytest.fixture
def ada() -> User:
    return User.objects.create_superuser("ada", first_name="Ada", last_name="Brandt")


def renamed(person: User) -> User:
    User.objects.filter(pk=person.pk).update(first_name="Eve", last_name="Klein")
    return User.objects.get(pk=person.pk)


def order_by(person: User) -> Order:
    return place_order(
        lines={product_with_stock(quantity=5): 1}, email="shopper@example.org", by=person, now=timezone.now()
    )


def test_an_order_bears_the_name_that_its_maker_had(ada: User) -> None:
    order = order_by(ada)
    hold_order(order=order, by=ada, now=timezone.now())
    renamed(ada)
    shown = order_shown(Order.objects.get(), sees_link=False)
    assert shown.placed_by == THEN_AND_NOW
    assert {event.who for event in shown.events} <= {"", THEN_AND_NOW}
    assert THEN_AND_NOW in {event.who for event in shown.events}
    assert THEN_AND_NOW in changed_words(order)


def test_parcels_invoices_memos_and_moves_bear_it_too(ada: User) -> None:
    product = product_with_stock(quantity=1, backorders=1)
    orders = [
        place_order(
            lines={product: 1}, email="shopper@example.org", payment_method="checkmo", by=None, now=timezone.now()
        )
        for _ in range(3)
    ]
    first, last = orders[0], orders[2]
    invoice_order(order=first, by=ada, now=timezone.now())
    units = {first.lines.get(): Decimal(1)}
    ship_order(order=first, source=default_source(), units=units, key="parcel", by=ada, now=timezone.now())
    refund_order(
        order=first,
        units={first.lines.get(): Refunded(Decimal(1), return_to_stock=True)},
        by=ada,
        key="memo",
        now=timezone.now(),
    )
    move_to_front(line=last.lines.get(), reason="a wedding", by=ada, now=timezone.now())
    renamed(ada)
    found = [each.who for shown in (invoices_shown, shipments_shown, credit_memos_shown) for each in shown(first)]
    assert found == [THEN_AND_NOW] * 3
    lines = list(last.lines.all())
    (standing,) = queue_shown(last, lines, order_moves(lines), today=localdate()).values()
    assert standing.moved.endswith(f"by {THEN_AND_NOW}: a wedding")


def test_what_is_done_after_it_bears_the_new_name_alone(ada: User) -> None:
    order = order_by(ada)
    eve = renamed(ada)
    cancel_order(order=order, by=eve, now=timezone.now())
    shown = order_shown(Order.objects.get(), sees_link=False)
    assert "by Eve Klein." in shown.canceled
    assert shown.placed_by == THEN_AND_NOW


def test_of_several_names_it_is_the_one_of_that_time(ada: User) -> None:
    before_all = timezone.now()
    User.objects.filter(pk=ada.pk).update(first_name="", last_name="")
    between = timezone.now()
    eve = renamed(ada)
    assert staff_name_at(eve, before_all) == THEN_AND_NOW
    assert staff_name_at(eve, between) == "ada, now Eve Klein"
    assert staff_name_at(eve, timezone.now()) == staff_name_at(eve, None) == "Eve Klein"
    assert staff_name_at(None, between) == ""


@pytest.mark.parametrize("change", [{"last_login": timezone.now()}, {"first_name": "Ada"}, {"username": "ada2"}])
def test_only_a_new_name_is_kept(ada: User, change: dict[str, object]) -> None:
    User.objects.filter(pk=ada.pk).update(**change)
    assert not FormerName.objects.exists()


def test_plain_sql_keeps_the_name_too(ada: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE auth_user SET last_name = 'Klein' WHERE id = %s", [ada.pk])
    assert FormerName.objects.get().name == "Ada Brandt"


def test_histories_of_quantities_and_pages_bear_the_name_of_then(ada: User, client: Client) -> None:
    product = product_with_stock(quantity=5)
    with context(user=ada.pk, name=staff_name(ada), screen="x"):
        SourceItem.objects.filter(product=product).update(quantity=6)
    LogEntry.objects.log_actions(ada.pk, [product], CHANGE, [{"changed": {"fields": ["Name"]}}], single_object=True)
    renamed(ada)
    assert {change.who for change in product_changes(product)} - {""} == {THEN_AND_NOW}
    client.force_login(ada)
    LogEntry.objects.update(action_time=timezone.now() + timedelta(seconds=1))
    assert "Eve Klein" in {change.who for change in product_changes(product)}
