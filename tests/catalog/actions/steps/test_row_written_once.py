"""A row that is kept once: what it holds, and that the second one changes nothing."""

import pytest
from django.utils import timezone

from backorders.models import Notification
from catalog.actions.steps.row import written_once
from catalog.models import UsedKey

pytestmark = pytest.mark.django_db


def note(text: str, **fields: object) -> Notification:
    return Notification(key="once", recipient="ada@example.org", subject="S", body_text=text, **fields)


def test_it_holds_what_saving_it_would_have_written() -> None:
    row = note('It\u2019s 5 \\ "units"\n', facts={"paid": "1.50", "lines": [None, True]})
    assert written_once(row, key="key")
    stored = Notification.objects.get(pk=row.pk)
    columns = [field.attname for field in Notification._meta.concrete_fields]  # noqa: SLF001  Django's API
    assert {name: getattr(stored, name) for name in columns} == {name: getattr(row, name) for name in columns}


def test_the_second_changes_nothing() -> None:
    assert [written_once(note(text), key="key") for text in ("first", "second")] == [True, False]
    assert Notification.objects.get().body_text == "first"


def test_a_row_whose_key_is_its_number() -> None:
    assert written_once(UsedKey(key="k", at=timezone.now()), key="key")
    kept = UsedKey.objects.get()
    assert (kept.key, kept.said, kept.remembered, kept.by) == ("k", [], {}, None)
