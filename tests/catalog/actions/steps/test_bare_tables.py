"""Tables are filled without indexes and keys, and have the same ones afterwards."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from catalog.actions.steps.bare_tables import bare
from catalog.models import Category, Product, SourceItem, StockLevel
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
_OF_TABLES = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid), conname, convalidated FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid), '', indisvalid FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
"""


def parts_of_tables() -> set[tuple[object, ...]]:
    """Return every constraint and index that there is."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_TABLES)
        return set(cursor.fetchall())


def test_what_is_taken_away_is_made_again() -> None:
    there = parts_of_tables()
    with transaction.atomic():
        with bare(Product, SourceItem, StockLevel):
            without = parts_of_tables()
            product = product_with_stock(quantity=4)
        assert parts_of_tables() == there
    left = {name for table, _, name, _ in without if table == "catalog_sourceitem"}
    assert "source_item_once" in {name for *_, name, _ in there} - left
    assert not any("FOREIGN KEY" in str(text) for table, text, *_ in without if table == "catalog_sourceitem")
    assert product.source_items.get().quantity == 4


@transaction.atomic
def _fill_with_twins() -> None:
    with bare(Category):
        Category.objects.create(path="Men", name="Men", slug="men")
        Category.objects.create(path="Men", name="Men again", slug="men-again")


def test_a_key_that_was_broken_meanwhile_undoes_all_of_it() -> None:
    there = parts_of_tables()
    with pytest.raises(IntegrityError):
        _fill_with_twins()
    assert parts_of_tables() == there
    assert not Category.objects.filter(path="Men").exists()


@pytest.mark.django_db(transaction=True)
def test_no_table_is_made_bare_where_an_error_would_leave_it_so() -> None:
    there = parts_of_tables()
    with pytest.raises(TransactionManagementError), bare(Category):
        pytest.fail("The table is bare.")
    assert parts_of_tables() == there
