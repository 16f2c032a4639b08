"""What grows by itself is deleted, and nothing that somebody may come back for."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from backorders.actions.place_order import place_order
from backorders.actions.prune import Pruned, prune
from backorders.actions.steps.messages import TOLD, alert_key, keep_message
from backorders.emails.message import Message
from backorders.models import Cart, CartLine, FailedLookup, Notification, Order, StockAlert
from backorders.rules.order_lookup import COUNTED_FOR
from catalog.actions import posted_form as delete_in_batches
from catalog.rules.sales_settings import QUOTE_LIFETIME
from inventory_site.models import Session
from tests.factories.backorders import CartFactory, CartLineFactory
from tests.factories.catalog import WebsiteFactory, configure, default_website, product_with_stock
from tests.factories.stock_alerts import waits

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def pruned(*, days: float) -> Pruned:
    return prune(now=timezone.now() + timedelta(days=days))


def test_fifty_anonymous_adds_leave_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delete_in_batches, "BATCH", 20)
    product = product_with_stock(quantity=25)
    for _ in range(50):
        Client().post("/cart/add/", {"product": product.pk, "quantity": "1"})
    assert (Cart.objects.count(), Session.objects.count()) == (50, 50)
    younger, older = pruned(days=29), pruned(days=31)
    assert (younger.carts, younger.sessions, older.carts, older.keys) == (0, 50, 50, 50)
    assert [model.objects.exists() for model in (Cart, CartLine, Session)] == [False] * 3
    assert pruned(days=31) == Pruned(0, 0, 0, 0, 0, 0, 0, 0)


def test_a_cart_counts_from_the_last_time_that_somebody_touched_it() -> None:
    old, touched, added = CartFactory.create_batch(3)
    line = CartLineFactory.create(cart=touched)
    Cart.objects.update(touched_at=timezone.now() - 2 * MONTH)
    CartLine.objects.filter(pk=line.pk).update(quantity=2)
    CartLineFactory.create(cart=added)
    assert pruned(days=1).carts == 1
    assert set(Cart.objects.all()) == {touched, added}
    assert not Cart.objects.filter(pk=old.pk).exists()


def test_each_website_has_its_own_quote_lifetime() -> None:
    other = WebsiteFactory.create()
    CartFactory.create(website=default_website())
    kept = CartFactory.create(website=other)
    configure(QUOTE_LIFETIME, "0.5")
    configure(QUOTE_LIFETIME, "99999999.9999", other)
    assert [pruned(days=days).carts for days in (0.4, 0.6, 9999)] == [0, 1, 0]
    assert list(Cart.objects.all()) == [kept]


@pytest.mark.parametrize(("status", "is_kept"), [("pending_payment", True), ("processing", False)])
def test_the_cart_of_an_unpaid_order_stays(status: str, is_kept: bool) -> None:
    cart = CartFactory.create(website=default_website())
    product = product_with_stock(quantity=25, price=Decimal(34))
    order = place_order(lines={product: 1}, email="ada@example.org", checkout=cart.token, by=None, now=timezone.now())
    Order.objects.filter(pk=order.pk).update(status=status)
    pruned(days=31)
    assert Cart.objects.filter(pk=cart.pk).exists() == is_kept
    assert Order.objects.filter(pk=order.pk).exists()


def test_results_of_tasks_are_kept_for_two_weeks_and_what_is_to_be_done_for_ever() -> None:
    about = {"task_path": "a.b", "args_kwargs": {"args": [], "kwargs": {}}, "backend_name": "default"}
    done = DBTaskResult.objects.create(
        **about, status="SUCCESSFUL", finished_at=timezone.now(), exception_class_path="", traceback=""
    )
    waiting = DBTaskResult.objects.create(**about, run_after=get_date_max(), exception_class_path="", traceback="")
    assert [pruned(days=days).results for days in (13, 15)] == [0, 1]
    assert list(DBTaskResult.objects.all()) == [waiting]
    assert done not in DBTaskResult.objects.all()


def test_the_command_and_the_timer_prune() -> None:
    CartFactory.create_batch(2)
    Cart.objects.update(touched_at=timezone.now() - 2 * MONTH)
    waits(product_with_stock(), "ada@example.org", timezone.now() - 3 * MONTH)
    StockAlert.objects.update(told_at=timezone.now() - 2 * MONTH)
    said = StringIO()
    call_command("prune", stdout=said)
    assert said.getvalue().startswith("Deleted: 2 carts, 0 sessions, ")
    assert said.getvalue().endswith(", 0 policy classes, 1 back in stock alerts, 0 failed looks for orders.\n")
    CartFactory.create()
    Cart.objects.update(touched_at=timezone.now() - 2 * MONTH)
    call_command("expire_payments")
    assert not Cart.objects.exists()


def test_sign_ups_that_nobody_confirmed_and_those_that_were_told_are_forgotten() -> None:
    now = timezone.now()
    asked, waiting, told = (waits(product_with_stock(), f"{number}@example.org", now) for number in range(3))
    StockAlert.objects.filter(pk=asked.pk).update(confirmed_at=None)
    StockAlert.objects.filter(pk=told.pk).update(told_at=now)
    keep_message(key=alert_key(TOLD, told.pk), recipient=told.email, message=Message("Back", "Back.", ""))
    assert [pruned(days=days).alerts for days in (6, 8, 29, 31, 999)] == [0, 1, 0, 1, 0]
    assert StockAlert.objects.get() == waiting
    assert not Notification.objects.exists()


def test_failed_looks_for_orders_are_kept_while_they_are_counted() -> None:
    FailedLookup.objects.create(network="n", number="000000039", at=timezone.now())
    assert [prune(now=timezone.now() + COUNTED_FOR * times).lookups for times in (0.9, 1.1, 9)] == [0, 1, 0]
