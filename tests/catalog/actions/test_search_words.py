"""The words of names are kept for who types them wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.actions.search_words import collect_search_words
from catalog.models import Category, Product, SearchWord
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db


def words() -> set[str]:
    return set(SearchWord.objects.values_list("word", flat=True))


def test_words_of_names_and_departments_are_kept_once_and_numbers_are_not() -> None:
    ProductFactory.create(name="Joust T-Shirt XL 24-MB01 of", sku="SKU-WORD")
    ProductFactory.create(name="JOUST bag")
    Category.objects.create(path="Men", name="Men", slug="men")
    for _ in range(2):
        collect_search_words(now=timezone.now())
        assert words() == {"joust", "shirt", "bag", "men"}


def test_only_names_that_changed_since_are_read_again() -> None:
    old, new = ProductFactory.create(name="Duffle"), ProductFactory.create(name="Tote")
    collect_search_words(now=timezone.now())
    SearchWord.objects.filter(word="duffle").delete()
    Product.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=1))
    Product.objects.filter(pk=new.pk).update(name="Sling")
    collect_search_words(now=timezone.now())
    assert words() == {"tote", "sling"}
