"""Test databases are copies of one that is migrated once for each state of the migrations."""

from collections.abc import Iterator

import pytest

from tests import migrated_template as templates
from tests.architecture.written_files import ROOT

TRIAL = "trial_of_template_"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the databases that were migrated; here they are made empty."""
    names: list[str] = []

    def make(name: str) -> None:
        names.append(name)
        with templates.beside() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')

    monkeypatch.setattr(templates, "PREFIX", TRIAL)
    monkeypatch.setattr(templates, "_migrate", make)
    yield names
    with templates.beside() as cursor:
        for name in set(names):
            cursor.execute("UPDATE pg_database SET datistemplate = false WHERE datname = %s", [name])
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.mark.django_db
def test_a_template_is_migrated_once_and_anew_when_a_migration_changes(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = templates.migrated_template()
    assert (templates.migrated_template(), made) == (first, [first])
    # A process was killed while it migrated.
    with templates.beside() as cursor:
        cursor.execute(f'ALTER DATABASE "{first}" IS_TEMPLATE false')
    assert (templates.migrated_template(), made) == (first, [first, first])
    monkeypatch.setattr(templates, "digest", lambda _: "other")
    assert templates.migrated_template() == f"{TRIAL}other"
    with templates.beside() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{TRIAL}%"])
        assert cursor.fetchall() == [(f"{TRIAL}other",)]


def test_two_states_of_the_migrations_have_two_names() -> None:
    files = sorted(ROOT.glob("catalog/migrations/00*.py"))
    assert templates.digest(files) == templates.digest(reversed(files))
    assert len({templates.digest(files), templates.digest(files[:-1]), templates.digest(files[1:])}) == 3
