"""An order that staff take asks as the checkout does: how it ships where a part is there, consent where units come late."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from backorders.forms.asked_terms import asked_terms
from backorders.models import Order
from catalog.models import IncomingSupply
from catalog.rules.waiting_settings import CONSENT_BEYOND, SHIPS_BY_DEFAULT
from catalog.words.moment import DAY
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.create_order import PAGE, submitted, typed
from tests.catalog.admin.filled_form import filled_form
from tests.factories.catalog import configure, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db
ASK = "Please ask the customer: the order can only be taken with consent to the later date."
TOGETHER = "Ship everything together"


def in_days(days: int) -> str:
    return f"{localdate() + timedelta(days=days):{DAY}}"


def text(days: int) -> str:
    return f"I agree that a part of my order ships later than within 30 days: it is expected by {in_days(days)}."


def waits(days: int) -> None:
    expected_supply(product_with_stock(quantity=2, backorders=2, sku="BAG"), 40, days=days)


def shown(client: Client, quantity: int, **fields: Any) -> Any:
    return client.post(PAGE, typed(("BAG", quantity), **fields))


def test_only_what_is_there_in_part_has_a_choice_and_what_was_chosen_stays_typed(admin_client: Client) -> None:
    waits(4)
    assert TOGETHER not in admin_text(shown(admin_client, 2))
    page = shown(admin_client, 5)
    assert f"One delivery, when all of it is there. Expected by {in_days(4)}." in admin_text(page)
    assert filled_form(page)["shipping"] == ["ready"]
    again = shown(admin_client, 6, shipping="together")
    assert filled_form(again)["shipping"] == ["together"]
    configure(SHIPS_BY_DEFAULT, "together")
    assert filled_form(shown(admin_client, 5))["shipping"] == ["together"]


def test_what_was_chosen_is_kept_and_promised(admin_client: Client) -> None:
    waits(4)
    wrong = submitted(admin_client, ("BAG", 5), shipping="by air")
    assert (wrong.status_code, Order.objects.count()) == (400, 0)
    assert submitted(admin_client, ("BAG", 5), shipping="together").status_code == 302
    assert Order.objects.get().ships_complete


def test_a_late_day_is_agreed_to_and_kept_with_who_took_the_order(admin_client: Client) -> None:
    waits(31)
    page = shown(admin_client, 5)
    assert f"The customer was asked, and said: “{text(31)}”" in admin_text(page)
    for consent in ("", "yes", text(30)):
        refused = submitted(admin_client, ("BAG", 5), consent=consent)
        assert (refused.status_code, ASK in admin_text(refused)) == (400, True)
    assert not Order.objects.exists()
    assert submitted(admin_client, ("BAG", 5)).status_code == 302
    order = Order.objects.get()
    assert (order.consent, order.consent_days, order.placed_by is not None) == (text(31), 30, True)
    assert f"“{text(31)}”" in admin_text(admin_client.get(f"/admin/backorders/order/{order.pk}/change/"))
    configure(CONSENT_BEYOND, "0")
    assert "The customer was asked" not in admin_text(shown(admin_client, 5))


def test_a_day_that_moves_while_it_is_submitted_is_asked_for_again(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits(31)
    judge = asked_terms

    def moves(*args: Any, **about: Any) -> Any:
        found = judge(*args, **about)
        if IncomingSupply.objects.filter(expected_on=localdate() + timedelta(days=31)).exists() and consenting:
            IncomingSupply.objects.update(expected_on=localdate() + timedelta(days=60))
        return found

    consenting: list[str] = []
    monkeypatch.setattr("backorders.admin.create_order.page.asked_terms", moves)
    fields = filled_form(shown(admin_client, 5)) | {"consent": [text(31)], "do": ["submit"]}
    consenting.append("now")
    refused = admin_client.post(PAGE, fields)
    assert "The order was not created" in admin_text(refused)
    assert text(60) in admin_text(refused)
    assert "consent" not in filled_form(refused)
    assert not Order.objects.exists()
