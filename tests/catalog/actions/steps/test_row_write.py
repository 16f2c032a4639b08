"""A row is written whole or in named columns, and what the database refuses is said of its column or constraint."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from catalog.actions.steps.row import InvalidRowError, record_change, save_row
from catalog.models import CustomerGroup, Product, Website
from tests.factories.catalog import ProductFactory, WebsiteFactory

pytestmark = pytest.mark.django_db


def refused(row: Website | Product | CustomerGroup) -> set[str]:
    with pytest.raises(InvalidRowError) as refusal:
        save_row(row)
    return set(refusal.value.errors)


def test_a_twin_is_refused_and_the_constraint_named() -> None:
    WebsiteFactory.create(code="berlin")
    (named,) = refused(Website(code="berlin", name="Again"))
    assert "code" in named
    assert Website.objects.filter(code="berlin").count() == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (Website(code="no slug", name="Name"), "code"),
        (Website(code="a", name="N" * 101), "name"),
        (Website(code="a", name="two\nlines"), "name"),
        (Website(code="a", name=""), "name"),
        (Product(sku="A", name="A", slug="a", price=Decimal("1.00001")), "price"),
    ],
)
def test_what_a_column_cannot_hold_is_said_of_it(row: Website | Product, column: str) -> None:
    assert refused(row) == {column}
    assert not Website.objects.filter(code="a").exists()


def test_only_the_columns_named_are_written_and_never_a_row_that_is_gone() -> None:
    website = WebsiteFactory.create(name="Before", currency="USD")
    Website.objects.filter(pk=website.pk).update(currency="EUR")
    website.name = "After"
    save_row(website, only=["name"])
    assert Website.objects.values_list("name", "currency").get(pk=website.pk) == ("After", "EUR")
    Website.objects.filter(pk=website.pk).delete()
    with pytest.raises(Website.DoesNotExist):
        save_row(website)


def test_a_change_is_one_line_and_nobodys_and_no_change_is_none() -> None:
    ada, product = User.objects.create_user("ada"), ProductFactory.create()
    record_change(product, ["One", "Two"], by=ada)
    record_change(product, [], by=ada)
    record_change(product, ["One"], by=None)
    assert list(LogEntry.objects.values_list("change_message", "object_id", "user")) == [
        ("One; Two", str(product.pk), ada.pk)
    ]
