"""What somebody is told whose page is older than the order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from backorders.models import EventKind, Order, OrderEvent
from backorders.queries.order import CHANGED, changed_words, order_configuration, stale_words
from catalog.rules.sales_settings import CHECK_PAYABLE_TO
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import StoreViewFactory, configure, default_website

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def event(order: Order, text: str, *, minutes: int = 0, by: User | None = None) -> None:
    OrderEvent.objects.create(
        order=order, kind=EventKind.EDITED, text=text, at=NOON + timedelta(minutes=minutes), by=by
    )


def test_the_last_thing_that_happened_is_told_with_who_and_when() -> None:
    order = OrderFactory.create()
    assert changed_words(order) == f"{CHANGED} Please look at it again."
    event(order, "Shipped.", minutes=5)
    event(order, "Placed.")
    event(OrderFactory.create(), "Held.", minutes=9)
    assert changed_words(order) == f"{CHANGED} Last (Nov 2, 12:05): Shipped. Please look at it again."
    event(order, "Edited.", minutes=5, by=User.objects.create_user("ada"))
    assert changed_words(order) == f"{CHANGED} Last (ada, Nov 2, 12:05): Edited. Please look at it again."


@pytest.mark.parametrize(("shown", "is_stale"), [(None, False), (0, False), (-1, True), (1, True)])
def test_only_a_page_that_shows_another_revision_is_stale(shown: int | None, *, is_stale: bool) -> None:
    order = OrderFactory.create()
    order.refresh_from_db()
    words = stale_words(order, None if shown is None else order.revision + shown)
    assert words == (changed_words(order) if is_stale else "")


def test_settings_are_those_of_the_store_view_where_the_order_was_placed() -> None:
    view = StoreViewFactory.create(website=default_website())
    configure(CHECK_PAYABLE_TO, "Everybody")
    configure(CHECK_PAYABLE_TO, "View", store_view=view)
    orders = OrderFactory.create(), OrderFactory.create(store_view=view)
    assert [order_configuration(order).text(CHECK_PAYABLE_TO) for order in orders] == ["Everybody", "View"]
