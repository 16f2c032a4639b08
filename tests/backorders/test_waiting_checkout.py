"""A cart that waits: how it ships is chosen, a late day is agreed to, both stay on the order, and each surface tells one day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from backorders.emails.order_confirmation import facts_now, order_confirmation
from backorders.forms.asked_terms import asked_terms
from backorders.models import Order
from backorders.storefront.seen_cart import told_days, unsealed
from catalog.models import IncomingSupply, Product
from catalog.models.product import ProductType
from catalog.rules.configuration import DISPLAY_STOCK_STATUS
from catalog.rules.waiting_settings import CONSENT_BEYOND, SHIPS_BY_DEFAULT
from catalog.words.moment import DAY
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.test_checkout_again import form_of, submit
from tests.factories.catalog import configure, expected_supply, product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
AGREE = "We can only take this order if you agree to the later date."
CHOICE = "Ship everything together"


def in_days(days: int) -> str:
    return f"{localdate() + timedelta(days=days):{DAY}}"


def waits(client: Client, *days: int, there: int = 0, **fields: Any) -> list[Product]:
    """Put two units of a product into the cart for each of `days` on which more of it come, and of one that is `there`."""
    products = []
    for each in days:
        products.append(product_with_stock(**{"quantity": 0, "backorders": 2, **fields}))
        expected_supply(products[-1], 40, days=each)
    if there:
        products.append(product_with_stock(quantity=there))
    for product in products:
        client.post("/cart/add/", {"product": product.pk, "quantity": "2"})
    return products


def shown(client: Client) -> str:
    return page_text(client.get("/checkout/"))


def days_of(order: Order) -> set[date | None]:
    return {line.promised_on for line in order.lines.all() if line.owed_when_placed}


def test_a_cart_that_is_all_there_or_all_owed_is_not_asked(client: Client) -> None:
    waits(client, there=9)
    assert CHOICE not in shown(client)
    waits(client, 4)
    assert CHOICE in shown(client)
    other = Client()
    waits(other, 4, 9)
    assert CHOICE not in shown(other)
    assert "Thank you" in submit(other, form_of(other))
    assert not Order.objects.get().ships_complete


def test_together_is_kept_promised_for_the_latest_day_and_told_so_everywhere(
    client: Client, admin_client: Client
) -> None:
    waits(client, 4, 20, there=9)
    assert f"One delivery, when all of it is there. Expected by {in_days(20)}." in shown(client)
    assert "Thank you" in submit(client, form_of(client) | {"shipping": "together"})
    order = Order.objects.get()
    assert (order.ships_complete, days_of(order)) == (True, {localdate() + timedelta(days=20)})
    page = page_text(client.get(f"/orders/{order.checkout}/"))
    assert f"Everything ships together, when all of it is there. Expected by {in_days(20)}." in page
    assert in_days(4) not in page
    for again in (None, localdate()):
        mail = order_confirmation(facts_now(order), again=again)
        for text in (mail.text, mail.html):
            assert "Everything ships together, as soon as all of it is there." in text
            assert text.count(f"Expected by {in_days(20)}.") == 2
            assert in_days(4) not in text
    view = admin_text(admin_client.get(f"/admin/backorders/order/{order.pk}/change/"))
    assert "Ships Everything together" in view
    assert "the other 2 wait until all ships together" in view
    for chosen, number in (("together", 1), ("ready", 0)):
        grid = admin_client.get("/admin/backorders/order/", {"shipping": chosen})
        assert len(grid.context["cl"].result_list) == number


def test_a_guard_that_sees_a_later_day_of_one_shows_the_checkout_again(client: Client) -> None:
    waits(client, 4, 20, there=9)
    posted = form_of(client) | {"shipping": "together"}
    IncomingSupply.objects.update(expected_on=localdate() + timedelta(days=25))
    assert "Your cart has changed since this page was opened." in submit(client, posted)
    assert not Order.objects.exists()


def test_what_is_ready_first_is_the_default_unless_a_setting_says_otherwise(client: Client) -> None:
    waits(client, 4, there=9)
    content = client.get("/checkout/").content.decode()
    assert (
        content.index('value="ready"')
        < content.index("checked", content.index('value="ready"'))
        < content.index('value="together"')
    )
    assert "Please choose how we ship your order." in submit(client, form_of(client) | {"shipping": "by air"})
    configure(SHIPS_BY_DEFAULT, "together")
    assert "Thank you" in submit(client, form_of(client))
    assert Order.objects.get().ships_complete


def test_the_shopper_changes_it_on_the_page_twice_and_not_after_a_parcel(client: Client) -> None:
    waits(client, 4, there=9)
    submit(client, form_of(client))
    order = Order.objects.get()
    address = f"/orders/{order.checkout}/"
    assert "Ship everything together instead" in page_text(client.get(address))
    fields = {"shipping": "together", "revision": str(order.revision)}
    for _ in range(2):
        assert "We ship everything together." in page_text(client.post(f"{address}shipping/", fields, follow=True))
    assert order.events.filter(is_through_link=True).count() == 1
    assert "Ship what is ready instead" in page_text(client.get(address))
    order.lines.filter(owed_when_placed=0).update(shipped=2)
    assert "Ship what is ready instead" not in page_text(client.get(address))
    old = client.post(f"{address}shipping/", {"shipping": "ready", "revision": "1"}, follow=True)
    assert "The order has changed since this page was opened." in page_text(old)
    assert "How it ships was changed" not in page_text(old)
    late = client.post(f"{address}shipping/", {"shipping": "ready"}, follow=True)
    assert "A parcel of this order has left already" in page_text(late)
    wrong = client.post(f"{address}shipping/", {"shipping": "\0"}, follow=True)
    assert "Please choose how we ship your order." in page_text(wrong)
    assert Order.objects.get().ships_complete


def test_staff_change_it_on_the_order(client: Client, admin_client: Client) -> None:
    waits(client, 4, there=9)
    submit(client, form_of(client))
    order = Order.objects.get()
    view = admin_client.get(f"/admin/backorders/order/{order.pk}/change/")
    assert CHOICE in admin_text(view)
    told = admin_client.post(
        f"/admin/backorders/order/{order.pk}/ship-together/", {"revision": str(order.revision)}, follow=True
    )
    assert "The order ships: everything together." in admin_text(told)
    assert Order.objects.get().ships_complete


def test_a_day_beyond_thirty_is_agreed_to_and_kept(client: Client, admin_client: Client) -> None:
    waits(client, 31, there=9)
    text = f"I agree that a part of my order ships later than within 30 days: it is expected by {in_days(31)}."
    assert text in shown(client)
    posted = form_of(client)
    assert posted["consent"] == text
    for refused in (
        {**posted, "consent": "I agree to another day."},
        {k: v for k, v in posted.items() if k != "consent"},
    ):
        assert AGREE in submit(client, refused)
    assert not Order.objects.exists()
    assert "Thank you" in submit(client, posted)
    order = Order.objects.get()
    assert (order.consent, order.consent_days) == (text, 30)
    assert order.consented_at == order.placed_at
    configure(CONSENT_BEYOND, "60")
    assert f"“{text}”" in admin_text(admin_client.get(f"/admin/backorders/order/{order.pk}/change/"))


@pytest.mark.parametrize(("shown_days", "moved_days"), [(31, 60), (29, 45), (31, None)])
def test_a_day_that_moves_between_the_page_and_the_guard_is_agreed_to_anew_where_no_days_are_told(
    client: Client, monkeypatch: pytest.MonkeyPatch, shown_days: int, moved_days: int | None
) -> None:
    configure(DISPLAY_STOCK_STATUS, 0)
    waits(client, shown_days, there=9, backorders=1)
    posted, judge = form_of(client), asked_terms

    def moves(*args: Any, **about: Any) -> Any:
        found = judge(*args, **about)
        if moved_days is None:
            IncomingSupply.objects.all().delete()
        else:
            IncomingSupply.objects.update(expected_on=localdate() + timedelta(days=moved_days))
        return found

    monkeypatch.setattr("backorders.storefront.views.checkout.asked_terms", moves)
    page = submit(client, posted)
    now = "no date is known yet." if moved_days is None else f"it is expected by {in_days(moved_days)}."
    assert "Your cart has changed since this page was opened." in page
    assert AGREE in page
    assert now in page
    assert not Order.objects.exists()
    monkeypatch.setattr("backorders.storefront.views.checkout.asked_terms", judge)
    assert "Thank you" in submit(client, form_of(client))
    assert now in Order.objects.get().consent


def test_an_earlier_day_than_was_agreed_to_is_no_reason_to_ask_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits(client, 60)
    posted, judge = form_of(client), asked_terms

    def moves(*args: Any, **about: Any) -> Any:
        found = judge(*args, **about)
        IncomingSupply.objects.update(expected_on=localdate() + timedelta(days=40))
        return found

    monkeypatch.setattr("backorders.storefront.views.checkout.asked_terms", moves)
    assert "Thank you" in submit(client, posted)


def test_what_is_virtual_comes_on_its_own_day_and_makes_no_goods_late(client: Client) -> None:
    bag, _ = waits(client, 4, there=9)
    (card,) = waits(client, 20, product_type=ProductType.VIRTUAL)
    assert f"One delivery, when all of it is there. Expected by {in_days(4)}." in shown(client)
    posted = form_of(client) | {"shipping": "together"}
    seen = unsealed(posted["seen"])
    assert seen is not None
    days = told_days({each: seen[each.pk] for each in (bag, card)}, together=True)
    assert days == {bag: localdate() + timedelta(days=4), card: localdate() + timedelta(days=20)}
    assert "Thank you" in submit(client, posted)
    lines = Order.objects.get().lines
    assert [lines.get(product=each).promised_on for each in (bag, card)] == [days[bag], days[card]]


def test_no_day_is_agreed_to_as_well_and_thirty_are_not_asked_about(client: Client) -> None:
    waits(client, 30)
    assert "I agree that" not in shown(client)
    configure(CONSENT_BEYOND, "29")
    assert "I agree that my order ships later than within 29 days" in shown(client)
    IncomingSupply.objects.all().delete()
    assert "I agree that my order may ship later than within 29 days: no date is known yet." in shown(client)
    configure(CONSENT_BEYOND, "0")
    assert "I agree that" not in shown(client)
    assert "Thank you" in submit(client, form_of(client))
    assert (Order.objects.get().consent, Order.objects.get().consented_at) == ("", None)
