"""The checkout's fields: what is asked when, and what wrong input gets: a message at the field, no order, no charge."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from payments import core
from pytest_django.fixtures import Settings

from backorders.forms.checkout_form import CardForm, PlainSelect
from backorders.models import Cart, CartLine, Order, Payment
from backorders.rules.address import WITHOUT, postcode_needed
from catalog.models import Product, Reservation
from catalog.models.product import ProductType
from tests.backorders.checkout_data import ADA, BY_CARD, BY_CHECK, CARD
from tests.backorders.outbox import worded
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
REQUIRED = "This field is required."
TYPED = ("email", "customer_name", "street", "postcode", "city", "card_number", "card_expiry", "card_cvc")


def cart_with(client: Client, **fields: Any) -> Product:
    product = product_with_stock(quantity=25, price=Decimal("34.00"), name="Bag", **fields)
    client.post("/cart/add/", {"product": product.pk, "quantity": "2"})
    return product


def hidden(client: Client) -> dict[str, str]:
    content = client.get("/checkout/").content.decode()
    return dict(re.findall(r'name="(checkout|seen|consent)"\s+value="([^"]*)"', content))


def errors_of(client: Client, posted: dict[str, str]) -> dict[str, str]:
    """Return {field: its message} on the page that answers, having checked that nothing was written."""
    response = client.post("/checkout/", hidden(client) | posted)
    assert response.status_code == 200
    assert (Order.objects.count(), Payment.objects.count(), Reservation.objects.count()) == (0, 0, 0)
    assert CartLine.objects.count() == 1
    found = re.findall(r'<ul class="errorlist" id="id_(\w+)_error"><li>(.*?)</li>', response.content.decode())
    return {name: message.replace("&#x27;", "'") for name, message in found}


@pytest.mark.parametrize("field", TYPED)
def test_each_field_left_empty_is_named(client: Client, field: str) -> None:
    cart_with(client)
    assert errors_of(client, BY_CARD | {field: " "}) == {field: REQUIRED}


@pytest.mark.parametrize("field", TYPED)
def test_each_field_with_a_thousand_characters_is_named(client: Client, field: str) -> None:
    cart_with(client)
    found = errors_of(client, BY_CARD | {field: "1" * 1000})
    assert list(found) == [field]
    assert re.search(r"at most \d+ characters|valid email", found[field])


@pytest.mark.parametrize("field", TYPED)
def test_each_field_with_a_null_character_is_named(client: Client, field: str) -> None:
    cart_with(client)
    found = errors_of(client, BY_CARD | {field: f"{BY_CARD[field]}\0"})
    assert list(found) == [field]


@pytest.mark.parametrize("field", ["email", "customer_name", "street", "postcode", "city"])
@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", "\u2066", "\ufeff"])
def test_each_field_with_what_cannot_be_seen_is_named(client: Client, field: str, unseen: str) -> None:
    cart_with(client)
    found = errors_of(client, BY_CARD | {field: f"{BY_CARD[field][:2]}{unseen}{BY_CARD[field][2:]}"})
    assert list(found) == [field]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\v", "\x1b", "\x85", "\u2028"])
def test_a_stranger_writes_no_lines_of_his_own_into_a_mail(client: Client, end: str) -> None:
    cart_with(client)
    fields = ("customer_name", "street", "postcode", "city")
    told = f"{end}{end}Your account is locked{end}"
    client.post("/checkout/", hidden(client) | BY_CHECK | dict.fromkeys(fields, f"1{told}"))
    order, message = Order.objects.get(), worded(key__startswith="order_confirmation:")
    assert {getattr(order, field) for field in fields} == {"1 Your account is locked"}
    for line in message.body_text.splitlines():
        assert not line.startswith("Your account")


@pytest.mark.parametrize("country", ["", "XX", "gb", "GBR", "\0", "United Kingdom", "1" * 1000])
def test_country_that_is_none_is_named(client: Client, country: str) -> None:
    cart_with(client)
    assert errors_of(client, BY_CHECK | {"country": country})["country"].startswith("Please select a country")


@pytest.mark.parametrize("method", ["", "bitcoin", "\0", "1" * 1000])
def test_method_that_is_none_is_named(client: Client, method: str) -> None:
    cart_with(client)
    assert errors_of(client, BY_CARD | {"payment_method": method}) == {
        "payment_method": "Please select a payment method."
    }


def test_every_mistake_is_shown_at_once_and_what_was_typed_is_kept(client: Client) -> None:
    cart_with(client)
    posted = BY_CARD | {"email": "nobody", "street": "12 Quay Street", "card_number": "12", "card_cvc": "917"}
    content = client.post("/checkout/", hidden(client) | posted).content.decode()
    assert content.count('class="errorlist"') == 2
    for kept in ("nobody", "12 Quay Street", "BS1 4DJ", "Bristol", BY_CARD["card_expiry"]):
        assert f'value="{kept}"' in content
    assert '<option value="GB" selected>' in content
    assert 'value="917"' not in content


def test_card_is_not_looked_at_when_it_is_not_paid_with(client: Client) -> None:
    cart_with(client)
    client.post("/checkout/", hidden(client) | BY_CHECK | {"card_number": "nonsense", "card_cvc": "x"})
    order = Order.objects.get()
    assert (order.status, order.payments.get().variant, order.payments.get().status) == (
        "pending_payment",
        "checkmo",
        "waiting",
    )
    assert not Cart.objects.exists()


def test_check_submitted_twice_is_one_order(client: Client) -> None:
    bag = cart_with(client)
    posted = hidden(client) | BY_CHECK
    addresses = {client.post("/checkout/", posted).headers["Location"] for _ in range(2)}
    assert (len(addresses), Order.objects.count(), bag.salable_quantity()) == (1, 1, 23)


def test_address_is_kept_with_the_order(client: Client) -> None:
    cart_with(client)
    client.post("/checkout/", hidden(client) | BY_CARD | {"street": "  12 Quay Street "})
    order = Order.objects.get()
    assert (order.street, order.postcode, order.city, order.country) == ("12 Quay Street", "BS1 4DJ", "Bristol", "GB")


def test_address_is_not_asked_for_what_is_not_shipped(client: Client) -> None:
    cart_with(client, product_type=ProductType.VIRTUAL)
    assert "Shipping Address" not in page_text(client.get("/checkout/"))
    client.post("/checkout/", hidden(client) | ADA | {"payment_method": "card"} | CARD)
    assert (Order.objects.get().status, Order.objects.get().country) == ("complete", "")


def test_postcode_is_not_asked_where_there_is_none(client: Client) -> None:
    cart_with(client)
    client.post("/checkout/", hidden(client) | BY_CARD | {"postcode": "", "country": "HK"})
    assert Order.objects.get().postcode == ""


@given(st.from_regex("[A-Z]{2}", fullmatch=True))
def test_postcode_is_needed_wherever_it_is_not_known_to_be_missing(country: str) -> None:
    assert postcode_needed(country) is (f" {country} " not in f" {WITHOUT} ")


def test_card_fields_are_left_out_when_the_provider_asks_for_the_card(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core, "PROVIDER_CACHE", {})
    settings.PAYMENT_VARIANTS = {"card": ("payments.dummy.DummyProvider", {})}
    cart_with(client)
    text = page_text(client.get("/checkout/"))
    assert "Card number" not in text
    assert "on the page of our payment provider" in text


@pytest.mark.parametrize(
    "typed", ["07/29", "7/29", "07/2029", "07 / 2029", "0729", "072029", "07-29", " 07 29 ", "07.2029", "7 / 29"]
)
def test_expiry_is_read_as_people_and_browsers_write_it(typed: str) -> None:
    form = CardForm(CARD | {"card_expiry": typed}, today=date(2029, 7, 31))
    assert form.is_valid()
    assert form.cleaned_data["card_expiry"] == "07/29"


@pytest.mark.parametrize("typed", ["729", "13/29", "00/29", "07/1929", "07/029", "2029-07", "07//29", "²7/29"])
def test_expiry_that_is_none_is_refused(typed: str) -> None:
    form = CardForm(CARD | {"card_expiry": typed}, today=date(2029, 7, 31))
    assert form.errors["card_expiry"] == ["Please enter the expiry date as MM/YY."]


def test_errors_are_summed_up_with_links_and_named_in_the_title(client: Client) -> None:
    cart_with(client)
    content = client.post("/checkout/", hidden(client) | BY_CARD | {"email": "nobody", "city": ""}).content.decode()
    assert "Error: Checkout -" in content
    assert re.findall(r'<a href="#(id_\w+)">([^<]*)</a>', content) == [
        ("id_email", "E-mail: Enter a valid email address."),
        ("id_city", "City: This field is required."),
    ]
    assert "Error:" not in client.get("/checkout/").content.decode()


@pytest.mark.parametrize("chosen", ["", "GB", "nowhere", None])
def test_the_countries_are_listed_as_django_lists_them(chosen: str | None) -> None:
    choices = [("", "Please select"), ("GB", "United Kingdom"), ("CI", "C\u00f4te d'Ivoire <&>")]
    ours, djangos = (
        widget(attrs={"autocomplete": "country", "id": "c"}, choices=choices).render("country", chosen)
        for widget in (PlainSelect, forms.Select)
    )
    assert [tag(each) for each in ours.split("<")] == [tag(each) for each in djangos.split("<")]


def tag(text: str) -> str:
    return " ".join(text.split()).replace(" >", ">")
