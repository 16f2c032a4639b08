"""What the database says no to, told apart: what passes by itself, what is gone, which constraint."""

from types import SimpleNamespace

import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from psycopg_pool import PoolClosed, PoolTimeout

from catalog.models import Product
from catalog.queries.database_errors import is_worth_another_try, names_a_gone_row, sqlstate, violated_constraint
from tests.factories.catalog import ProductFactory


class StateError(Exception):
    """Says what psycopg's errors say."""

    def __init__(self, state: str | None, constraint: str | None = None) -> None:
        super().__init__(state)
        self.sqlstate = state
        self.diag = SimpleNamespace(constraint_name=constraint)


def caused[Error: BaseException](error: Error, cause: BaseException | None) -> Error:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "is_passing"),
    [
        (caused(OperationalError(), StateError("55P03")), True),  # somebody has the lock
        (caused(OperationalError(), StateError("40P01")), True),  # a deadlock
        (caused(OperationalError(), StateError(None)), True),  # the connection broke
        (caused(InterfaceError(), None), True),
        (caused(OperationalError(), StateError("57014")), False),  # it ran too long
        (caused(OperationalError(), StateError("53300")), False),  # all connections are taken
        (caused(OperationalError(), PoolTimeout()), False),
        (caused(OperationalError(), PoolClosed()), False),
        (caused(IntegrityError(), StateError("40P01")), False),
        (caused(DataError(), None), False),
        (ValueError(), False),
    ],
)
def test_only_what_passes_by_itself_at_once_is_worth_another_try(error: BaseException, *, is_passing: bool) -> None:
    assert is_worth_another_try(error) is is_passing


def test_the_servers_code_is_told_where_it_has_one() -> None:
    assert sqlstate(caused(OperationalError(), StateError("55P03"))) == "55P03"
    assert sqlstate(caused(OperationalError(), StateError(None))) == sqlstate(OperationalError()) == ""


def test_a_row_that_names_one_that_is_gone_is_no_twin() -> None:
    assert names_a_gone_row(caused(IntegrityError(), StateError("23503")))
    assert not names_a_gone_row(caused(IntegrityError(), StateError("23505")))
    assert not names_a_gone_row(IntegrityError())


@pytest.mark.django_db
def test_the_constraint_that_refused_a_row_is_named() -> None:
    ProductFactory.create(sku="BAG")
    with pytest.raises(IntegrityError) as refused:
        Product.objects.create(sku="bag", slug="other", price=1)
    assert violated_constraint(refused.value) is not None
    assert violated_constraint(caused(IntegrityError(), StateError("23505", "product_sku"))) == "product_sku"
    assert violated_constraint(IntegrityError()) is None


def test_what_refused_a_row_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="catalog.queries.database_errors"):
        violated_constraint(caused(IntegrityError(), StateError("23505", "product_sku")))
        violated_constraint(IntegrityError())
    assert [record.getMessage() for record in caplog.records] == [
        "The database refused a row: product_sku",
        "The database refused a row: it named no constraint",
    ]
