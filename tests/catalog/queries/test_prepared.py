"""Statements are prepared, unless the shop's pooler cannot keep them, and are counted and guarded as all others."""

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import Website
from catalog.queries.prepared import note_stored, prepared_row
from tests.factories.catalog import WebsiteFactory

pytestmark = pytest.mark.django_db
ADD = "SELECT %(a)s::int + %(b)s::int AS sum_of_two"


def prepared_texts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [text for (text,) in cursor.fetchall()]


def test_a_statement_is_prepared_once_for_its_connection() -> None:
    for a in ("1", "70000", None):
        prepared_row(ADD, {"a": a, "b": "2"})
    assert len([text for text in prepared_texts() if "sum_of_two" in text]) == 1


def test_a_shop_behind_a_pooler_prepares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    assert prepared_row(ADD + "_unprepared", {"a": "1", "b": "2"}) == (3,)
    assert not [text for text in prepared_texts() if "_unprepared" in text]


def test_the_first_row_is_returned_or_none() -> None:
    assert prepared_row(ADD, {"a": "1", "b": "2"}) == (3,)
    assert prepared_row("SELECT 1 WHERE %(no)s::bool", {"no": "false"}) is None


def test_statements_are_counted_and_errors_are_django_s() -> None:
    with CaptureQueriesContext(connection) as captured:
        prepared_row(ADD, {"a": "1", "b": "2"})
    assert len(captured) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared_row("INSERT INTO catalog_website (code) VALUES (%(code)s) RETURNING id", {"code": "x"})


def test_a_statement_of_the_admin_is_prepared_as_well() -> None:
    with pghistory.context(user=1):
        assert prepared_row("WITH told AS (SELECT %(word)s::text AS word) SELECT word FROM told", {"word": "a"}) == (
            "a",
        )


def test_a_row_that_a_statement_wrote_is_not_taken_for_another_with_the_same_code() -> None:
    kept = WebsiteFactory.create()
    row = Website(pk=kept.pk, code=kept.code, name=kept.name)
    with pytest.raises(ValidationError, match="already exists"):
        row.full_clean()
    note_stored(row)
    row.full_clean()
