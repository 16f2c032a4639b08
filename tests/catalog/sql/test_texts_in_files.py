"""What the database runs is what stands in the files of `sql/`, and nothing of ours runs that stands in none."""

import pgtrigger
import pytest
from django.db import connection
from pghistory.trigger import Event

from catalog.management.sql_changes import sql_changes
from catalog.sql import made_by_text, trigger_texts
from tests.architecture.written_files import ROOT

pytestmark = pytest.mark.django_db

APPS = ("catalog", "backorders", "inventory_site")
# Written by packages: the triggers of history, the refusal of every change, and the functions that both packages bring along.
OF_PACKAGES = (Event, pgtrigger.Protect)
FUNCTIONS_OF_PACKAGES = {"_pgtrigger_should_ignore", "_pgh_attach_context"}

FUNCTIONS = "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
VIEWS = """
    SELECT relname, pg_get_viewdef(oid) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
"""
TRIGGERS = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"


def in_database(question: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return dict(cursor.fetchall())


def parts(app: str) -> dict[tuple[str, str], str]:
    """Return {(noun, part): what its triggers do} of the app's files."""
    files = (ROOT / app / "sql" / "triggers").glob("*.sql")
    return {(file.stem, name): text for file in files for name, text in trigger_texts(app, file.stem).items()}


@pytest.mark.parametrize("app", APPS)
def test_functions_and_views_are_what_their_files_say(app: str) -> None:
    assert [change.name for change in sql_changes(app)] == []


def test_triggers_are_what_their_models_and_files_say() -> None:
    before = in_database(FUNCTIONS), in_database(TRIGGERS)
    for model, trigger in pgtrigger.registered():
        trigger.install(model)
    assert (in_database(FUNCTIONS), in_database(TRIGGERS)) == before


def test_each_function_and_view_has_its_file() -> None:
    of_triggers = {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}
    written = {name for app in APPS for name in made_by_text(app)}
    assert {*in_database(FUNCTIONS), *in_database(VIEWS)} == written | of_triggers | FUNCTIONS_OF_PACKAGES


def test_each_trigger_is_declared_by_a_model() -> None:
    assert set(in_database(TRIGGERS)) == {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}


def test_each_trigger_does_what_a_part_of_a_file_says_and_each_part_is_done() -> None:
    done = {
        trigger.render_func(model)
        for model, trigger in pgtrigger.registered()
        if not isinstance(trigger, OF_PACKAGES) and model._meta.app_label in APPS  # noqa: SLF001  Django's own way
    }
    assert done == {text for app in APPS for text in parts(app).values()}


@pytest.mark.parametrize("app", APPS)
def test_a_file_is_named_after_what_it_makes(app: str) -> None:
    for name, text in made_by_text(app).items():
        assert f"CREATE OR REPLACE FUNCTION {name}(" in text or f"CREATE OR REPLACE VIEW {name} AS" in text
