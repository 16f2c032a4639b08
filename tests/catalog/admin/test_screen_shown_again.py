"""A form that its action refuses is shown again with the reason: what was typed stands there, and nothing was saved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.actions.stock import StockLinkRefused
from catalog.models import Stock
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import StockFactory

pytestmark = pytest.mark.django_db
REASON = "Somebody was faster."


def test_a_refused_form_stands_there_again_with_the_reason(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = StockFactory.create(name="North")
    address = reverse("admin:catalog_stock_change", args=(stock.pk,))
    typed = filled_form(admin_client.get(address), name="South")
    calls: list[Any] = []

    def refusing(*_: Any, **__: Any) -> None:
        calls.append(1)
        Stock.objects.filter(pk=stock.pk).update(name="Half saved")
        raise StockLinkRefused(REASON)

    with monkeypatch.context() as patch:
        patch.setattr("catalog.admin.stock_screen.save_stock", refusing)
        page = admin_client.post(address, typed)
    assert (page.status_code, calls) == (200, [1])
    assert REASON in page.content.decode()
    assert filled_form(page)["name"] == ["South"]
    stock.refresh_from_db()
    assert stock.name == "North"


def test_the_form_that_was_shown_again_can_be_sent_again(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stock = StockFactory.create(name="North")
    address = reverse("admin:catalog_stock_change", args=(stock.pk,))
    typed = filled_form(admin_client.get(address), name="South")

    def refusing(*_: Any, **__: Any) -> None:
        raise StockLinkRefused(REASON)

    with monkeypatch.context() as patch:
        patch.setattr("catalog.admin.stock_screen.save_stock", refusing)
        page = admin_client.post(address, typed)
    assert admin_client.post(address, filled_form(page)).status_code == 302
    stock.refresh_from_db()
    assert stock.name == "South"
