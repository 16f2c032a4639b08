"""Who changed a row last, and when, as the admin's log knows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from catalog.models import StoreView, Website
from catalog.queries.staff_name import name_then, staff_name
from catalog.rules.scope import Scope

LOOKED_AT = 20


@dataclass(frozen=True)
class LastChange:
    """`who` is empty when nobody was logged in: a command, the shell, SQL. Then `at` is unknown, too."""

    who: str = ""
    at: datetime | None = None


def last_change(row: Model, label: str) -> LastChange:
    """Return the last change of the field that is called `label`. One query, three with content type and user."""
    entries = (
        LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
        .annotate(name_then=name_then("user", "action_time"))
        .select_related("user")
    )
    for entry in entries.order_by("-pk")[:LOOKED_AT]:
        if label.lower() in entry.get_change_message().lower():
            return LastChange(staff_name(entry.user, then=entry.name_then), entry.action_time)
    return LastChange()


def last_setting_change(path: str, *, website: Website | None, store_view: StoreView | None) -> LastChange:
    """Return who changed a setting of a scope last, wherever it was done: the history is kept by triggers. Two queries."""
    scope = Scope.STORE_VIEW if store_view else Scope.WEBSITE if website else Scope.DEFAULT
    owner = {"scope": scope.value, "website": None if store_view else website, "store_view": store_view}
    events: Any = apps.get_model("catalog", "ConfigurationValueEvent")
    found = (
        events.objects.filter(path=path, **owner)
        .order_by("-pgh_id")
        .values_list("pgh_created_at", "pgh_context__metadata")
        .first()
    )
    if found is None:
        return LastChange()
    at, context = found
    user = User.objects.filter(pk=(context or {}).get("user") or 0).first()
    return LastChange("somebody else" if user is None else staff_name(user, then=(context or {}).get("name", "")), at)
