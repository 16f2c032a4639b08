"""Preview effect on Stores > Configuration says what saving would do, and stores nothing."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import ConfigurationValue
from catalog.rules.configuration import DISPLAY_STOCK_STATUS
from catalog.rules.product_setting import BACKORDERS, MIN_QTY, MIN_SALE_QTY
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import staff_with
from tests.factories.catalog import StockFactory, WebsiteFactory, configure, product_with_stock

pytestmark = pytest.mark.django_db

URL = "/admin/catalog/configurationvalue/"
PREVIEW = URL + "preview/"
LIMITED = {BACKORDERS.path: "1", MIN_QTY.path: "-50"}


def ask(client: Client, typed: dict[str, str], *, by_script: bool = True) -> Any:
    headers = {"X-Requested-With": "fetch"} if by_script else {}
    return client.post(PREVIEW, typed, headers=headers)


def test_preview_tells_units_and_names_in_each_stock_that_sells(admin_client: Client) -> None:
    product_with_stock(quantity=5)
    sold_out = product_with_stock(quantity=0, name="Duffle Bag")
    StockFactory.create(name="Nobody buys here")
    panel = ask(admin_client, LIMITED).context["panel"]
    (found,) = panel.stocks
    assert found.sentences == ("1 product becomes buyable.", "100 more units may be sold.")
    assert [(product.name, product.sku, product.becomes) for product in found.names] == [
        ("Duffle Bag", sold_out.sku, "becomes buyable")
    ]
    assert not ConfigurationValue.objects.exists()


def test_preview_names_what_becomes_unlimited_and_offers_to_save(admin_client: Client) -> None:
    product_with_stock(quantity=5, name="Cap", backorders=0, min_qty=1)
    bag = product_with_stock(quantity=5, name="Bag")
    unlimited = {**LIMITED, "cataloginventory/item_options/min_qty": "0"}
    (found,) = ask(admin_client, unlimited).context["panel"].stocks
    assert [(product.sku, product.becomes, product.is_gained) for product in found.names] == [
        (bag.sku, "becomes unlimited", True)
    ]
    page = admin_client.get("/admin/catalog/configurationvalue/").content.decode()
    assert 'form="configuration" class="salable-primary">Save Config' in page


def test_preview_compares_with_what_is_in_force_and_with_the_system_value(admin_client: Client) -> None:
    product_with_stock(quantity=5)
    for path, text in LIMITED.items():
        configure(path, text)
    typed = {f"inherit:{path}": "1" for path in LIMITED}
    assert ask(admin_client, typed).context["panel"].stocks[0].sentences == ("50 fewer units may be sold.",)
    assert ConfigurationValue.objects.count() == 2


def test_preview_says_when_nothing_changes(admin_client: Client) -> None:
    product_with_stock(quantity=5)
    answer = ask(admin_client, {DISPLAY_STOCK_STATUS.path: "0"})
    assert b"Nothing changes in what shoppers can buy." in answer.content
    assert b"<html" not in answer.content


def test_preview_says_that_it_leaves_out_minimums_of_single_groups(admin_client: Client) -> None:
    typed = {f"{MIN_SALE_QTY.path}": "", f"{MIN_SALE_QTY.path}:group": "2", f"{MIN_SALE_QTY.path}:least": "5"}
    assert "single customer groups" in ask(admin_client, typed).context["panel"].note


def test_without_a_script_the_page_comes_back_with_what_was_typed(admin_client: Client) -> None:
    product_with_stock(quantity=5)
    typed = filled_form(admin_client.get(URL), **{f"inherit:{path}": None for path in LIMITED}, **LIMITED)
    answer = admin_client.post(PREVIEW, typed)
    assert b"50 more units may be sold." in answer.content
    assert filled_form(answer) == typed
    assert f'action="{URL}"' in answer.content.decode()


@pytest.mark.parametrize("by_script", [True, False])
@pytest.mark.parametrize("typed", ["", "fifty", "NaN", "1e400", "5\x00"])
def test_preview_judges_as_saving_does(admin_client: Client, typed: str, by_script: bool) -> None:
    answer = ask(admin_client, {MIN_QTY.path: typed}, by_script=by_script)
    assert answer.status_code == 200
    assert [row.path for row in answer.context["page"].rows_in_error] == [MIN_QTY.path]
    assert 'class="effect"' not in answer.content.decode()


def test_preview_is_for_those_who_may_save() -> None:
    client = staff_with("view_configurationvalue")
    assert ask(client, LIMITED).status_code == 403
    assert b"Preview effect" not in client.get(URL).content


def test_websites_offer_no_preview_as_their_settings_change_no_quantity(admin_client: Client) -> None:
    WebsiteFactory.create(code="french")
    assert b"data-preview-effect" in admin_client.get(URL).content
    assert b"data-preview-effect" not in admin_client.get(URL + "?website=french").content


def test_preview_by_address_leads_to_the_configuration(admin_client: Client) -> None:
    assert admin_client.get(PREVIEW).headers["Location"] == URL


@pytest.mark.parametrize("products", [1, 30])
def test_preview_asks_one_query_a_stock(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, products: int
) -> None:
    for _ in range(products):
        product_with_stock(quantity=5)
    # session, user, own values, stocks, effect
    with django_assert_num_queries(6):
        ask(admin_client, LIMITED)
