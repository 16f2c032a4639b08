"""An order in two tabs: who sends the older page is told what happened meanwhile, and nothing is done."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.invoice_order import invoice_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from backorders.queries.order import CHANGED
from tests.backorders.admin.admin_text import admin_text
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import default_source, product_with_stock

pytestmark = pytest.mark.django_db


def order_of_40() -> Order:
    bag = product_with_stock(quantity=60, sku="BAG", price=Decimal(10))
    return place_order(lines={bag: 40}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now())


def anna_and_ben() -> tuple[Client, Client]:
    clients = (Client(), Client())
    for client, name in zip(clients, ("anna", "ben"), strict=True):
        client.force_login(User.objects.create_superuser(name))
    return clients


def opened(client: Client, page: str, order: Order, **query: Any) -> Any:
    return client.get(reverse(f"admin:backorders_order_{page}", args=(order.pk,)), query)


def sent(client: Client, page: Any, **changes: Any) -> str:
    return admin_text(client.post(page.wsgi_request.path, filled_form(page, **changes), follow=True))


def test_of_two_invoices_of_10_the_second_is_told() -> None:
    order, (anna, ben) = order_of_40(), anna_and_ben()
    box = {f"q{order.lines.get().pk}": "10"}
    first, second = (opened(client, "invoice", order) for client in (anna, ben))
    assert "The invoice has been created." in sent(anna, first, **box, update=None)
    text = sent(ben, second, **box, update=None)
    assert CHANGED in text
    assert "Last (anna, " in text
    assert order.lines.get().invoiced == 10


def test_who_was_told_may_send_the_page_that_he_sees_then() -> None:
    order, (anna, ben) = order_of_40(), anna_and_ben()
    box = {f"q{order.lines.get().pk}": "10"}
    first, second = (opened(client, "invoice", order) for client in (anna, ben))
    sent(anna, first, **box)
    told = ben.post(second.wsgi_request.path, filled_form(second, **box))
    assert "The invoice has been created." in sent(ben, told, **box)
    assert order.lines.get().invoiced == 20


def test_of_two_shipments_of_10_the_second_is_told() -> None:
    order, (anna, ben) = order_of_40(), anna_and_ben()
    box = {f"q{order.lines.get().pk}": "10"}
    invoice_order(order=order, by=None, now=timezone.now())
    source = {"source": default_source().pk}
    first, second = (opened(client, "ship", order, **source) for client in (anna, ben))
    sent(anna, first, **box)
    assert "Last (anna, " in sent(ben, second, **box)
    assert order.lines.get().shipped == 10


def test_of_two_cancellations_of_10_the_second_is_told() -> None:
    order, (anna, ben) = order_of_40(), anna_and_ben()
    line = order.lines.get()
    first, second = (opened(client, "cancel_items", order) for client in (anna, ben))
    sent(anna, first, **{f"q{line.pk}": "10"})
    assert "Last (anna, " in sent(ben, second, **{f"q{line.pk}": "10"})
    assert order.lines.get().canceled == 10


def test_of_two_credit_memos_the_second_is_told() -> None:
    order, (anna, ben) = order_of_40(), anna_and_ben()
    line = order.lines.get()
    invoice_order(order=order, by=None, now=timezone.now())
    first, second = (opened(client, "credit_memo", order) for client in (anna, ben))
    box = {f"q{line.pk}": "10"}
    shown = anna.post(first.wsgi_request.path, filled_form(first, **box, update="1"))
    sent(anna, shown)
    assert "Last (anna, " in sent(ben, second, **box)
    assert order.lines.get().refunded == 10


def test_an_edit_of_an_older_page_is_told() -> None:
    order, (anna, ben) = order_of_40(), anna_and_ben()
    box = {f"q{order.lines.get().pk}": "10"}
    invoice, edit = opened(anna, "invoice", order), opened(ben, "edit", order)
    sent(anna, invoice, **box)
    assert "Last (anna, " in sent(ben, edit, do="save")
