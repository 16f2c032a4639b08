import pytest
from django.test import Client

from catalog.models import Product, SourceItem, StockItem
from catalog.words.setting import NOT_A_NUMBER as NUMBER
from catalog.words.setting import NOT_NEGATIVE, WHOLE
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import ADD, at_default, errors_of, save, stored, url
from tests.factories.catalog import (
    SourceFactory,
    product_with_stock,
)

pytestmark = pytest.mark.django_db

NO_QUANTITIES = ("ten", "NaN", "1e400")  # every other kind: test_typed_quantity_field
NUMBER_FIELDS = ("min_qty", "min_sale_qty", "max_sale_qty", "notify_stock_qty", "qty_increments")
LABELS = {
    "min_qty": "Out-of-Stock Threshold",
    "min_sale_qty": "Minimum Qty Allowed in Shopping Cart",
    "max_sale_qty": "Maximum Qty Allowed in Shopping Cart",
    "notify_stock_qty": "Notify for Quantity Below",
    "qty_increments": "Qty Increments",
}


@pytest.mark.parametrize("field", NUMBER_FIELDS)
@pytest.mark.parametrize("typed", ["", *NO_QUANTITIES])
def test_a_bad_value_in_the_dialog_names_its_field_and_saves_nothing(
    admin_client: Client, field: str, typed: str
) -> None:
    product = product_with_stock(quantity=25, name="Bag", min_qty=5)
    before = stored(product)
    changes = {f"stock-{field}": typed, f"stock-{field}_use_config": None, "name": "Sack", at_default("quantity"): "1"}
    response = save(admin_client, product, **changes)
    assert [
        error.startswith(f"Advanced Inventory: {LABELS[field]}: Please enter") for error in errors_of(response)
    ] == [True]
    assert "data-open-at-once" in response.content.decode()
    assert stored(product) == before


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"max_sale_qty": "-1"}, f"Maximum Qty Allowed in Shopping Cart: {NOT_NEGATIVE}"),
        ({"min_sale_qty": "-1"}, f"Minimum Qty Allowed in Shopping Cart: {NOT_NEGATIVE}"),
        ({"min_sale_qty": "1.5"}, f"Minimum Qty Allowed in Shopping Cart: {WHOLE}"),
        ({"qty_increments": "0.5"}, f"Qty Increments: {WHOLE}"),
        ({"qty_increments": "-1"}, f"Qty Increments: {NOT_NEGATIVE}"),
        ({"backorders": "9"}, "Backorders: Select a valid choice. 9 is not one of the available choices."),
        ({"manage_stock": "maybe"}, "Manage Stock: Select a valid choice. maybe is not one of the available choices."),
    ],
)
def test_a_bound_that_is_passed_names_its_field(admin_client: Client, changes: dict[str, str], error: str) -> None:
    product = product_with_stock(quantity=25)
    typed = {f"stock-{name}": value for name, value in changes.items()} | {
        f"stock-{name}_use_config": None for name in changes
    }
    assert errors_of(save(admin_client, product, **typed)) == [f"Advanced Inventory: {error}"]
    assert not StockItem.objects.exists()


@pytest.mark.parametrize("typed", ["", *NO_QUANTITIES, "2.5"])
def test_a_bad_quantity_names_its_field_and_saves_nothing(admin_client: Client, typed: str) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    before = stored(product)
    response = save(admin_client, product, **{at_default("quantity"): typed, "name": "Sack"})
    assert [error.startswith("Quantity: Please enter") for error in errors_of(response)] == [True]
    assert "data-open-at-once" not in response.content.decode()
    assert stored(product) == before


@pytest.mark.parametrize("field", ["quantity", "notify_quantity"])
@pytest.mark.parametrize("typed", ["", *NO_QUANTITIES])
def test_a_bad_value_in_the_sources_area_names_source_and_field(admin_client: Client, field: str, typed: str) -> None:
    SourceFactory.create()
    product = product_with_stock(quantity=25)
    before = stored(product)
    response = save(admin_client, product, **{at_default("uses_default"): None, at_default(field): typed})
    label = {"quantity": "Qty", "notify_quantity": "Notify Qty"}[field]
    assert [error.startswith(f"Sources, Default Source: {label}: Please enter") for error in errors_of(response)] == [
        True
    ]
    assert stored(product) == before


@pytest.mark.parametrize("before", ["x", "25", "25|1|x", "NaN|1|", "|||||"])
def test_a_tampered_page_is_refused(admin_client: Client, before: str) -> None:
    product = product_with_stock(quantity=25)
    response = save(admin_client, product, **{at_default("before"): before, at_default("quantity"): "1"})
    assert len(errors_of(response)) == 1
    assert SourceItem.objects.get().quantity == 25


@pytest.mark.parametrize("name", ["sources-row", "sources-assign"])
@pytest.mark.parametrize("pk", ["0", "x", "-1", "999999999999999999999"])
def test_a_source_that_does_not_exist_is_refused(admin_client: Client, name: str, pk: str) -> None:
    product = product_with_stock(quantity=25)
    errors = errors_of(save(admin_client, product, **{name: pk}))
    assert errors == ["Sources: a source that was to be assigned does not exist any more."]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("sku", ""),
        ("price", ""),
        ("price", "-1"),
        ("price", "NaN"),
        ("price", "1e400"),
        ("weight", "-1"),
        ("slug", "a b"),
    ],
)
def test_a_bad_column_names_its_field_and_saves_nothing(admin_client: Client, field: str, typed: str) -> None:
    product = product_with_stock(quantity=25)
    before = stored(product)
    response = save(
        admin_client, product, **{field: typed, at_default("quantity"): "1", "stock-min_qty_use_config": None}
    )
    assert list(response.context["adminform"].form[field].errors) != []
    assert stored(product) == before


def test_an_invalid_new_product_leaves_nothing(admin_client: Client) -> None:
    typed = filled_form(admin_client.get(ADD), name="Bag", sku="B-1", price="34", **{at_default("quantity"): "x"})
    assert errors_of(admin_client.post(ADD, typed)) == [f"Quantity: {NUMBER}"]
    assert (Product.objects.count(), SourceItem.objects.count()) == (0, 0)


@pytest.mark.parametrize("category", ["1e6", "1e400", "x", "-1", "9" * 30, "1.5", "NaN"])
def test_a_category_that_is_none_names_its_field_and_saves_nothing(admin_client: Client, category: str) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    before = stored(product)
    response = save(admin_client, product, categories=category, name="Sack")
    assert list(response.context["adminform"].form.errors) == ["categories"]
    assert stored(product) == before


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("name", "Bag\u202e", "Please enter another text: it holds the invisible character U+202E."),
        ("name", "Bag\nSack", "Please enter another text: it holds a line break."),
        ("description", "One\n\u200btwo", "Please enter another text: it holds the invisible character U+200B."),
        ("sku", "24\u200d-MB01", "Please enter another SKU: it holds a line break or an invisible character."),
    ],
)
def test_what_cannot_be_seen_is_refused_at_its_field(
    admin_client: Client, field: str, typed: str, problem: str
) -> None:
    product = product_with_stock(quantity=25, name="Bag")
    before = stored(product)
    response = save(admin_client, product, **{field: typed})
    assert response.context["adminform"].form.errors == {field: [problem]}
    assert stored(product) == before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("min_qty", "7", "You typed 7, but “Use Config Setting” is ticked. Untick it to keep 7, or put back 0."),
        ("backorders", "2", "You typed Allow Qty Below 0 and Notify Customer, but “Use Config Setting” is ticked."),
    ],
)
def test_a_value_typed_beside_a_ticked_box_is_asked_about(
    admin_client: Client, field: str, typed: str, said: str
) -> None:
    """Without scripts the control stays open; whichever of the two was meant, nothing is passed over."""
    product = product_with_stock(quantity=25, name="Bag")
    before = stored(product)
    asked = save(admin_client, product, **{f"stock-{field}": typed, "name": "Sack"})
    (error,) = errors_of(asked)
    assert said in error
    assert stored(product) == before
    again, box = filled_form(asked), f"stock-{field}_use_config"
    assert (again[f"stock-{field}"], box in again) == ([typed], True)
    del again[box]
    assert admin_client.post(url(product), again).status_code == 302
    assert str(int(getattr(StockItem.objects.get(product=product), field))) == typed
