"""A message that waits tells of columns by their names: a migration that renames one renames it there, too."""

from collections.abc import Iterable

import pytest
from django.db.migrations import Migration, RenameField, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

BEGAN = "0032_confirmation_facts"
KEPT = {"order", "orderline"}


def forgets_what_is_kept(operations: Iterable[Operation]) -> bool:
    """Return whether a column of a kept row is renamed, and not in `Notification.facts`."""
    found = list(operations)
    renames = any(isinstance(each, RenameField) and each.model_name_lower in KEPT for each in found)
    return renames and not any(isinstance(each, RunSQL) and "SET facts" in str(each.sql) for each in found)


def later_migrations() -> list[Migration]:
    """Return the migrations of orders since rows are kept."""
    found = MigrationLoader(None).disk_migrations
    return [each for (app, name), each in sorted(found.items()) if app == "backorders" and name >= BEGAN]


def test_who_renames_a_column_of_an_order_renames_it_in_messages_that_wait() -> None:
    assert later_migrations()[0].name == BEGAN
    assert [each.name for each in later_migrations() if forgets_what_is_kept(each.operations)] == []


@pytest.mark.parametrize(
    ("operations", "forgets"),
    [
        ([RenameField("orderline", "canceled", "called_off")], True),
        ([RenameField("Order", "email", "mail"), RunSQL("SELECT 1")], True),
        ([RenameField("order", "email", "mail"), RunSQL("UPDATE backorders_notification SET facts = facts")], False),
        ([RenameField("cart", "token", "name")], False),
    ],
)
def test_a_forgotten_name_is_seen(operations: list[Operation], *, forgets: bool) -> None:
    assert forgets_what_is_kept(operations) is forgets
