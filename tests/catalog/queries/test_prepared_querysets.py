"""A queryset that is put into SQL once answers as one that is put together anew."""

import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from backorders.models import Cart
from catalog.models import Category, Product, Website
from catalog.queries.prepared import Compiled
from tests.catalog.queries.test_prepared import prepared_texts
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db


def by_slug(slug: str, least: int) -> QuerySet[Product]:
    return (
        Product.objects.select_related("variant_of").filter(Q(slug=slug) | Q(name=slug), pk__gte=least).order_by("pk")
    )


def among(ids: Sequence[int]) -> QuerySet[Product, tuple[Any, ...]]:
    return Product.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "sku")


def test_it_answers_what_the_queryset_answers_for_each_value() -> None:
    asked = Compiled(by_slug)
    parent = ProductFactory.create(slug="parent", name="bag")
    bag = ProductFactory.create(slug="bag", variant_of=parent, options={"Colour": "Red"})
    for slug, least in (("bag", 0), ("bag", bag.pk), ("parent", 0), ("", 0), ("mark -2000000000", 0), ("b'a\"g%s", 1)):
        assert asked(slug, least) == list(by_slug(slug, least)), slug
    assert asked.first("bag", bag.pk) == bag
    assert asked.first("nothing", 0) is None
    with CaptureQueriesContext(connection) as captured:
        (found,) = asked("bag", bag.pk)
        assert (found.variant_of, found.options, found.price) == (parent, {"Colour": "Red"}, bag.price)
    assert len(captured) == 1


def test_a_list_is_asked_for_whatever_its_length() -> None:
    asked, pks = Compiled(among), [ProductFactory.create().pk for _ in range(9)]
    for length in (1, 2, 3, 4, 5, 8, 9):
        assert asked(pks[:length]) == list(among(pks[:length]))
    assert len([text for text in prepared_texts() if "catalog_product" in text and " IN (" in text]) == 5


def test_a_token_is_asked_for() -> None:
    asked: Compiled[Cart] = Compiled(lambda token: Cart.objects.filter(token=token))
    carts = [Cart.objects.create(website=Website.objects.get(is_default=True)) for _ in range(2)]
    assert [asked(cart.token) for cart in carts] == [[cart] for cart in carts]
    assert asked(uuid.uuid4()) == []


def test_it_answers_of_this_moment_and_its_rows_are_everybody_s_own() -> None:
    asked: Compiled[Category] = Compiled(lambda: Category.objects.order_by("path"))
    assert asked() == []
    Category.objects.create(path="Bags", name="Bags", slug="bags")
    (found,) = asked()
    found.name = "changed"
    assert [row.name for row in asked()] == ["Bags"]


def test_it_is_prepared_once_for_a_connection() -> None:
    asked = Compiled(by_slug)
    for least in (0, 40_000, 3_000_000_000):
        asked("prepared", least)
    assert len([text for text in prepared_texts() if "slug" in text and ">=" in text]) == 1


def test_what_would_need_another_text_for_another_value_is_refused() -> None:
    asked = Compiled(lambda number: Product.objects.all()[: abs(number)])
    with pytest.raises(ValueError, match="another text"):
        asked(3)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_outside_of_a_transaction_by_a_text_that_is_kept() -> None:
    asks = Compiled(lambda pk: Product.objects.select_for_update().filter(pk=pk))
    with transaction.atomic():
        assert asks(1) == []
    with pytest.raises(transaction.TransactionManagementError):
        asks(1)


def test_its_text_is_a_part_of_another_statement() -> None:
    asked, pks = Compiled(among, prepares=False), [ProductFactory.create().pk for _ in range(5)]
    text, values = asked.text(pks)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({text}) AS found", values)
        assert cursor.fetchone() == (5,)


def test_what_is_planned_for_its_values_is_not_prepared() -> None:
    before = len(prepared_texts())
    assert Compiled(among, prepares=False)([3_000_000_000, 1]) == []
    assert len(prepared_texts()) == before
