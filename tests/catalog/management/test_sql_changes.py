import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from catalog.management import sql_changes as changes
from catalog.management.commands.freeze_sql import migration_text
from catalog.management.sql_changes import SqlChange, sql_changes

pytestmark = pytest.mark.django_db

TWICE = "CREATE OR REPLACE FUNCTION catalog_twice(units int) RETURNS int LANGUAGE sql AS $$ SELECT units * 2 $$;\n"
DOZENS = "CREATE OR REPLACE VIEW catalog_dozens AS SELECT 12 AS units;\n"


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The files of the app, for the test to write."""
    written: dict[str, str] = {}
    monkeypatch.setattr(changes, "made_by_text", lambda _: written)
    return written


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def units(of: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {of}")
        return int(cursor.fetchall()[0][0])


def only_change() -> SqlChange:
    (change,) = sql_changes("catalog")
    return change


def test_a_new_file_is_made_and_goes_again(texts: dict[str, str]) -> None:
    texts["catalog_twice"] = TWICE
    change = only_change()
    run(change.forwards)
    assert units("catalog_twice(4)") == 8
    assert sql_changes("catalog") == []
    run(change.backwards)
    assert only_change() == change


def test_a_changed_file_takes_the_place_of_what_was_there_and_gives_it_back(texts: dict[str, str]) -> None:
    run(TWICE)
    texts["catalog_twice"] = TWICE.replace("* 2", "+ units")
    change = only_change()
    run(change.forwards)
    assert sql_changes("catalog") == []
    run(change.backwards)
    texts["catalog_twice"] = TWICE
    assert sql_changes("catalog") == []


def test_a_view_with_other_columns_is_dropped_first(texts: dict[str, str]) -> None:
    run(DOZENS)
    texts["catalog_dozens"] = DOZENS.replace("units", "eggs")
    change = only_change()
    run(change.forwards)
    assert units("eggs FROM catalog_dozens") == 12
    run(change.backwards)
    assert units("units FROM catalog_dozens") == 12


def test_a_text_in_other_words_changes_no_view(texts: dict[str, str]) -> None:
    run(DOZENS)
    texts["catalog_dozens"] = f"-- by the dozen\n{DOZENS.replace('SELECT 12', 'SELECT  12')}"
    assert sql_changes("catalog") == []


def test_looking_leaves_the_database_alone(texts: dict[str, str]) -> None:
    texts["catalog_twice"] = TWICE
    assert only_change() == only_change()


def test_a_migration_holds_both_texts(texts: dict[str, str]) -> None:
    run(TWICE)
    texts["catalog_twice"] = TWICE.replace("* 2", "* 3")
    text = migration_text("catalog", "0099_last", sql_changes("catalog"))
    assert "SELECT units * 3 $$;" in text
    assert "$function$ SELECT units * 2 $function$" in text
    assert '("catalog", "0099_last"),' in text
    assert "migrations.RunSQL(TWICE, TWICE_BEFORE)," in text


def test_nothing_is_written_when_nothing_changed(texts: dict[str, str]) -> None:
    texts.clear()
    with pytest.raises(CommandError, match="as its file says"):
        call_command("freeze_sql", "catalog", "nothing")


def test_the_migration_follows_the_last(texts: dict[str, str], tmp_path: Path, settings: Settings) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "catalog" / "migrations").mkdir(parents=True)
    texts["catalog_twice"] = TWICE
    out = io.StringIO()
    call_command("freeze_sql", "catalog", "twice", stdout=out)
    (written,) = (tmp_path / "catalog" / "migrations").glob("*_twice.py")
    assert int(written.name[:4]) > 1
    assert out.getvalue().strip().endswith("catalog_twice.")
