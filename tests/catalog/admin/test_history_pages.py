"""The History buttons: who changed which setting or quantity."""

import uuid

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import Product, SourceItem
from catalog.queries.history import product_changes
from catalog.rules.product_setting import MIN_QTY
from tests.catalog.admin.product_pages import at_default, save, staff_with, url
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db

URL = "/admin/catalog/configurationvalue/"
SETTINGS_HISTORY = URL + "history/"


def history_of(product: Product) -> str:
    return f"/admin/catalog/product/{product.pk}/history/"


def test_configuration_links_to_its_history(admin_client: Client) -> None:
    assert f'href="{SETTINGS_HISTORY}"' in admin_client.get(URL).content.decode()


def test_history_of_the_configuration_names_what_from_to_who_and_where(admin_client: Client) -> None:
    admin_client.post(URL, {MIN_QTY.path: "-50"})
    (row,) = admin_client.get(SETTINGS_HISTORY).context["rows"]
    assert (row.what, row.before, row.after, row.who, row.where) == (
        "Out-of-Stock Threshold",
        "inherited",
        "-50",
        "admin",
        "Admin: Configuration",
    )


def test_history_says_when_there_is_none(admin_client: Client) -> None:
    assert b"Nothing has been changed yet." in admin_client.get(SETTINGS_HISTORY).content


def test_history_of_the_configuration_is_for_those_who_may_see_it() -> None:
    assert staff_with("view_product").get(SETTINGS_HISTORY).status_code == 403


@pytest.mark.parametrize("changes", [1, 30])
def test_history_of_the_configuration_asks_a_constant_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, changes: int
) -> None:
    admin_client.post(URL, {MIN_QTY.path: "7"})
    for number in range(changes):
        configure(MIN_QTY, -number)
    with django_assert_num_queries(4):  # session, user, changes, people
        admin_client.get(SETTINGS_HISTORY)


def test_words_narrow_a_history(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    for quantity in (24, 23):
        SourceItem.objects.filter(product=product).update(quantity=quantity)

    def found(words: str) -> list[str]:
        return [row.after for row in admin_client.get(history_of(product), {"q": words}).context["rows"]]

    assert found("QUANTITY default 23") == ["23"]
    assert found("nobody wrote this\0") == []
    assert len(found("")) > 2


def test_product_links_to_its_history(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    assert f'href="{history_of(product)}"' in admin_client.get(url(product)).content.decode()


def test_history_of_a_product_names_a_quantity_changed_on_its_page(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    save(admin_client, product, **{at_default("quantity"): "20"})
    row = admin_client.get(history_of(product)).context["rows"][0]
    assert (row.what, row.before, row.after, row.who, row.where) == (
        "Quantity at Default Source",
        "25",
        "20",
        "admin",
        "Admin: Products",
    )


def test_history_of_a_product_says_who_saved_which_other_field(admin_client: Client) -> None:
    product = product_with_stock(quantity=25)
    save(admin_client, product, price="9.50", **{at_default("quantity"): "20"})
    rows = admin_client.get(history_of(product)).context["rows"]
    assert [(row.what, row.after, row.who) for row in rows[:2]] == [
        ("Product", "Changed Price (10 to 9.5).", "admin"),
        ("Quantity at Default Source", "20", "admin"),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "Sack", "Name (“Bag” to “Sack”)"),
        ("name", "x" * 61, "Name"),
        ("is_enabled", None, "Enable Product (Yes to No)"),
        ("description", "Of linen", "Description (nothing to “Of linen”)"),
        ("description", "Of linen\nand wool", "Description"),
    ],
)
def test_history_of_a_product_says_what_a_field_was_and_is(
    admin_client: Client, field: str, typed: str | None, said: str
) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    save(admin_client, product, **{field: typed})
    assert admin_client.get(history_of(product)).context["rows"][0].after == f"Changed {said}."


def test_history_of_a_product_is_for_those_who_may_see_it() -> None:
    product = product_with_stock(quantity=25)
    assert staff_with("view_source").get(history_of(product)).status_code == 403


def test_history_of_a_product_that_is_gone_leads_to_the_grid(admin_client: Client) -> None:
    answer = admin_client.get("/admin/catalog/product/4711/history/")
    assert answer.headers["Location"] == "/admin/catalog/product/"


def test_staff_who_may_view_products_see_their_history() -> None:
    product = product_with_stock(quantity=25)
    assert staff_with("view_product").get(history_of(product)).status_code == 200


@pytest.mark.parametrize("changes", [1, 30])
def test_history_of_a_product_asks_a_constant_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, changes: int
) -> None:
    product = product_with_stock(quantity=100)
    save(admin_client, product, **{at_default("quantity"): "99"})
    for quantity in range(changes):
        SourceItem.objects.filter(product=product).update(quantity=quantity)
    # session, user, product, its websites, Advanced Inventory, source items, people, pages saved
    with django_assert_num_queries(7):
        admin_client.get(history_of(product))


def test_a_change_is_taken_back_from_its_page_by_who_may_change_and_its_form_counts_once(admin_client: Client) -> None:
    product = product_with_stock(quantity=25, min_qty=-50)
    address = f"/admin/catalog/product/{product.pk}/history/undo/"
    (row,) = [row for row in admin_client.get(history_of(product)).context["rows"] if row.mark]
    assert (row.what, row.after) == ("Out-of-Stock Threshold", "-50")
    form = {"mark": row.mark, "key": str(uuid.uuid4())}
    for _ in range(2):
        answer = admin_client.post(address, form, follow=True)
        assert "The change has been taken back." in answer.content.decode()
    assert product_changes(product)[0].after == "Use Config Setting"
    again = admin_client.post(address, {**form, "key": str(uuid.uuid4())}, follow=True)
    assert "It has been changed again since" in again.content.decode()
    viewer = staff_with("view_product")
    assert b"Undo" not in viewer.get(history_of(product)).content
    assert viewer.post(address, {**form, "key": str(uuid.uuid4())}).status_code == 403


def test_a_setting_is_taken_back_from_its_page(admin_client: Client) -> None:
    admin_client.post(URL, {MIN_QTY.path: "-50"})
    (row,) = admin_client.get(SETTINGS_HISTORY).context["rows"]
    admin_client.post(SETTINGS_HISTORY + "undo/", {"mark": row.mark, "key": str(uuid.uuid4())})
    newest, older = admin_client.get(SETTINGS_HISTORY).context["rows"]
    assert (newest.after, bool(newest.mark), older.mark) == ("inherited", True, "")
