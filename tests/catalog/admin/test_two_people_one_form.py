"""Each form of the admin, open in two tabs: who saves last undoes nothing, and is asked about what both changed."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory

from catalog.forms.shown_form import ASK, CHOICE, ShownForm
from catalog.models import Category, CustomerGroup, Product, Source, Stock, StockItem, StoreView, Website
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import url
from tests.factories.catalog import SourceFactory, StockFactory, default_source, default_website, product_with_stock

pytestmark = pytest.mark.django_db


def tabs(address: str) -> tuple[tuple[Client, Any], tuple[Client, Any]]:
    """Anna and Ben have opened the same page."""
    found = []
    for name in ("anna", "ben"):
        client = Client()
        client.force_login(User.objects.create_superuser(name))
        found.append((client, client.get(address)))
    return found[0], found[1]


def sent(client: Client, page: Any, **changes: Any) -> Any:
    return client.post(page.wsgi_request.get_full_path(), filled_form(page, **changes), follow=True)


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def contested(answer: Any) -> list[tuple[str, str, str]]:
    form = answer.context["adminform"].form
    return [(each.label, each.theirs, each.mine) for part in form.shown_parts for each in part.contested]


def price_of(product: Product) -> str:
    return str(Product.objects.get(pk=product.pk).price.normalize())


def test_different_fields_of_a_product_both_survive_and_the_second_is_told() -> None:
    product = product_with_stock(quantity=5, name="Bag", price="10")
    (anna, first), (ben, second) = tabs(url(product))
    sent(anna, first, price="12")
    answer = sent(ben, second, name="Bag, blue")
    assert (price_of(product), Product.objects.get().name) == ("12", "Bag, blue")
    assert "Price was changed to 12.00 " in said(answer)
    assert "by anna" in said(answer)


def test_the_same_field_is_asked_about_with_who_and_both_values_and_nothing_is_saved() -> None:
    product = product_with_stock(quantity=5, name="Bag", price="10")
    (anna, first), (ben, second) = tabs(url(product))
    sent(anna, first, price="12")
    answer = sent(ben, second, price="15", name="Bag, blue")
    assert contested(answer) == [("Price", "12.00", "15.00")]
    assert "by anna, " in answer.content.decode()
    assert (price_of(product), Product.objects.get().name) == ("12", "Bag")


@pytest.mark.parametrize(("choice", "price"), [("theirs", "12"), ("mine", "15")])
def test_who_is_asked_decides(choice: str, price: str) -> None:
    product = product_with_stock(quantity=5, name="Bag", price="10")
    (anna, first), (ben, second) = tabs(url(product))
    sent(anna, first, price="12")
    asked = sent(ben, second, price="15", name="Bag, blue")
    sent(ben, asked, **{f"{CHOICE}price": choice})
    assert (price_of(product), Product.objects.get().name) == (price, "Bag, blue")


def test_who_does_not_choose_is_asked_again_and_so_is_who_chose_against_an_older_value() -> None:
    product = product_with_stock(quantity=5, name="Bag", price="10")
    (anna, first), (ben, second) = tabs(url(product))
    sent(anna, first, price="12")
    asked = sent(ben, sent(ben, second, price="15"))
    assert contested(asked) == [("Price", "12.00", "15.00")]
    sent(anna, anna.get(url(product)), price="13")
    assert contested(sent(ben, asked, **{f"{CHOICE}price": "mine"})) == [("Price", "13.00", "15.00")]
    assert price_of(product) == "13"


def test_both_typed_the_same_and_nobody_is_asked() -> None:
    product = product_with_stock(quantity=5, price="10")
    (anna, first), (ben, second) = tabs(url(product))
    sent(anna, first, price="12")
    assert "You saved the product." in said(sent(ben, second, price="12.00"))


OWN = {"stock-min_qty_use_config": None}


def test_different_fields_of_advanced_inventory_both_survive() -> None:
    product = product_with_stock(quantity=5)
    (anna, first), (ben, second) = tabs(url(product))
    sent(anna, first, **OWN, **{"stock-min_qty": "-50"})
    answer = sent(ben, second, **{"stock-backorders": "1", "stock-backorders_use_config": None})
    stored = StockItem.objects.get(product=product)
    assert (stored.min_qty, stored.backorders) == (-50, 1)
    assert "Out-of-Stock Threshold was changed to -50 by anna" in said(answer)


def test_the_same_field_of_advanced_inventory_is_asked_about() -> None:
    product = product_with_stock(quantity=5)
    (anna, first), (ben, second) = tabs(url(product))
    sent(anna, first, **OWN, **{"stock-min_qty": "-50"})
    asked = sent(ben, second, **OWN, **{"stock-min_qty": "-7"})
    assert contested(asked) == [("Out-of-Stock Threshold", "-50", "-7")]
    assert StockItem.objects.get(product=product).min_qty == -50
    sent(ben, asked, **{f"{CHOICE}stock-min_qty": "mine"})
    assert StockItem.objects.get(product=product).min_qty == -7


def order(*rows: Source) -> dict[str, Any]:
    return {"sources-row": [str(row.pk) for row in rows]}


def test_priorities_of_a_stock_that_both_moved_are_asked_about() -> None:
    a, b, c = (SourceFactory.create(code=code, name=code.upper()) for code in "abc")
    stock = StockFactory.create(sources=[a, b, c])
    (anna, first), (ben, second) = tabs(f"/admin/catalog/stock/{stock.pk}/change/")
    sent(anna, first, **order(b, a, c))
    asked = sent(ben, second, **order(c, b, a), name="Europe")
    assert contested(asked) == [("Sources", "B, A, C", "C, B, A")]
    assert "by anna" in asked.content.decode()
    assert Stock.objects.filter(name="Europe").count() == 0
    sent(ben, asked, **{f"{CHOICE}sources": "theirs"})
    links = Stock.objects.get(name="Europe").links.order_by("priority")
    assert [link.source.code for link in links] == ["b", "a", "c"]


def test_a_name_saved_beside_priorities_that_somebody_else_moved_leaves_them() -> None:
    a, b = (SourceFactory.create(code=code) for code in "ab")
    stock = StockFactory.create(sources=[a, b])
    (anna, first), (ben, second) = tabs(f"/admin/catalog/stock/{stock.pk}/change/")
    sent(anna, first, **{"sources-row": [str(b.pk), str(a.pk)]})
    assert "Sources was changed to" in said(sent(ben, second, name="Europe"))
    assert [link.source.code for link in stock.links.order_by("priority")] == ["b", "a"]


def rows() -> list[tuple[Any, str, str, str]]:
    """Return (row, a field, what the first types, what the second types)."""
    return [
        (default_website(), "name", "North", "South"),
        (StoreView.objects.order_by("pk").first(), "name", "North", "South"),
        (SourceFactory.create(city="Bonn"), "city", "Kiel", "Ulm"),
        (Category.objects.create(name="Bags", slug="bags", path="Bags"), "name", "North", "South"),
        (CustomerGroup.objects.exclude(code="0").order_by("pk").first(), "name", "North", "South"),
        (User.objects.create_user("carl"), "first_name", "North", "South"),
        (Group.objects.order_by("pk").first(), "name", "North", "South"),
    ]


@pytest.mark.parametrize("number", range(7))
def test_every_other_form_asks_about_what_both_changed(number: int) -> None:
    row, name, theirs, mine = rows()[number]
    address = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"  # noqa: SLF001
    (anna, first), (ben, second) = tabs(address)
    sent(anna, first, **{name: theirs})
    asked = sent(ben, second, **{name: mine})
    assert ASK in asked.content.decode()
    row.refresh_from_db()
    assert getattr(row, name) == theirs
    sent(ben, asked, **{f"{CHOICE}{name}": "mine"})
    row.refresh_from_db()
    assert getattr(row, name) == mine


def test_a_source_that_is_switched_off_meanwhile_stays_off_when_its_city_is_saved() -> None:
    source = SourceFactory.create(city="Bonn", is_enabled=True)
    (anna, first), (ben, second) = tabs(f"/admin/catalog/source/{source.pk}/change/")
    sent(anna, first, is_enabled=None)
    sent(ben, second, city="Kiel")
    source.refresh_from_db()
    assert (source.city, source.is_enabled) == ("Kiel", False)


def test_every_form_that_changes_a_row_carries_what_it_was_shown(admin_user: User) -> None:
    request = RequestFactory().get("/")
    request.user = admin_user
    row_of = {Product: product_with_stock(quantity=1), Source: default_source(), Website: default_website()}
    without = [
        screen.__class__.__name__
        for model, screen in admin.site._registry.items()  # noqa: SLF001
        if screen.has_change_permission(request)
        and model._meta.app_label in {"catalog", "auth"}  # noqa: SLF001
        and model.__name__ != "ConfigurationValue"
        and not issubclass(screen.get_form(request, row_of.get(model) or model(), change=True), ShownForm)
    ]
    assert without == []
