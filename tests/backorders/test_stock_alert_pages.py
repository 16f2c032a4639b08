"""Leaving an address on the page of what is out of stock, its confirmation, and its end."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from backorders.actions.send_stock_alerts import send_stock_alerts
from backorders.actions.stock_alert import confirm_alert
from backorders.models import StockAlert
from backorders.words.stock_alert import asked_words
from catalog.models import Product
from catalog.rules.configuration import STOCK_ALERTS
from catalog.rules.customer_group import NOT_LOGGED_IN
from catalog.rules.product_setting import MIN_SALE_QTY
from tests.factories.catalog import configure, product_with_stock
from tests.factories.stock_alerts import waits
from tests.page_text import page_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def bag() -> Product:
    return product_with_stock(name="Bag", slug="bag")


def ask(client: Client, product: int, email: str) -> str:
    return page_text(client.post("/stock-alerts/", {"product": product, "email": email}, follow=True))


def test_only_the_page_of_what_cannot_be_bought_asks_for_an_address(client: Client, bag: Product) -> None:
    assert "Tell me when it is back" in page_text(client.get("/products/bag/"))
    product_with_stock(quantity=1, slug="there")
    assert "Tell me when it is back" not in page_text(client.get("/products/there/"))
    configure(STOCK_ALERTS, "0")
    assert "Tell me when it is back" not in page_text(client.get("/products/bag/"))
    del bag


def test_a_variant_that_is_out_of_stock_is_waited_for_and_not_its_configurable(client: Client) -> None:
    parent = product_with_stock(product_type="configurable", slug="tee", name="Tee")
    small = product_with_stock(variant_of=parent, options={"Size": "S"}, slug="tee-s", name="Tee S")
    product_with_stock(variant_of=parent, options={"Size": "M"}, slug="tee-m", quantity=3)
    assert "Tell me when it is back" not in page_text(client.get("/products/tee/"))
    page = client.get("/products/tee/?option-Size=S").content.decode()
    form = page[page.index('class="stock-alert"') :]
    assert re.findall(r'name="product" value="(\d+)"', form) == [str(small.pk)]


def test_the_answer_is_the_same_for_who_waits_already(client: Client, bag: Product) -> None:
    waits(bag, "ada@example.org", timezone.now())
    assert asked_words("Bag") in ask(client, bag.pk, "ada@example.org")
    assert asked_words("Bag") in ask(client, bag.pk, "bo@example.org")
    assert StockAlert.objects.count() == 2


def test_a_wrong_address_is_asked_for_again_with_what_was_typed(client: Client, bag: Product) -> None:
    answer = client.post("/stock-alerts/", {"product": bag.pk, "email": "ada@"})
    assert answer.status_code == 400
    assert 'value="ada@"' in answer.content.decode()
    assert "Enter a valid email address." in page_text(answer)
    assert not StockAlert.objects.exists()


@pytest.mark.parametrize("product", ["0", "-1", "99999999999999999999", "x", ""])
def test_what_is_no_product_is_not_found(client: Client, product: str) -> None:
    assert client.post("/stock-alerts/", {"product": product, "email": "ada@example.org"}).status_code == 404


def test_a_product_that_is_not_for_sale_is_not_found_and_not_named(client: Client, bag: Product) -> None:
    Product.objects.filter(pk=bag.pk).update(is_enabled=False)
    for email in ("ada@example.org", "ada@"):
        answer = client.post("/stock-alerts/", {"product": bag.pk, "email": email})
        assert answer.status_code == 404
        assert "Bag" not in page_text(answer)


def test_a_button_that_is_pressed_after_the_mail_went_says_so(client: Client, bag: Product) -> None:
    alert = waits(bag, "ada@example.org", timezone.now())
    StockAlert.objects.update(told_at=timezone.now())
    assert "We have written to you that Bag is back" in page_text(client.post(f"/stock-alerts/{alert.token}/"))


def test_who_may_buy_no_fewer_than_five_waits_while_three_are_there(client: Client) -> None:
    rope = product_with_stock(quantity=3, slug="rope", name="Rope")
    configure(MIN_SALE_QTY, f'{{"{NOT_LOGGED_IN}": 5, "32000": 1}}')
    assert "Tell me when it is back" in page_text(client.get("/products/rope/"))
    assert asked_words("Rope") in ask(client, rope.pk, "ada@example.org")
    confirm_alert(token=StockAlert.objects.get().token, now=timezone.now())
    assert send_stock_alerts(now=timezone.now()) == 0


def test_opening_the_link_confirms_nothing_and_its_button_does(client: Client, bag: Product) -> None:
    ask(client, bag.pk, "ada@example.org")
    address = f"/stock-alerts/{StockAlert.objects.get().token}/"
    assert "Yes, write to me" in page_text(client.get(address))
    assert StockAlert.objects.get().confirmed_at is None
    for _ in range(2):
        assert "We write when Bag is back" in page_text(client.post(address))
    assert StockAlert.objects.get().confirmed_at is not None
    assert "We write when Bag is back" in page_text(client.get(address))


def test_a_mail_program_ends_it_by_a_post_without_cookies(bag: Product) -> None:
    program = Client(enforce_csrf_checks=True)
    address = f"/stock-alerts/{waits(bag, 'ada@example.org', timezone.now()).token}/end/"
    assert "Forget my address?" in page_text(program.get(address))
    assert StockAlert.objects.count() == 1
    for _ in range(2):
        answer = program.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, StockAlert.objects.count()) == (200, 0)


def test_an_unknown_link_says_so_and_tells_nothing(client: Client) -> None:
    address = "/stock-alerts/00000000-0000-4000-8000-000000000000/"
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 404
        assert "This link does not hold any more" in page_text(answer)
    assert client.post(f"{address}end/").status_code == 200
