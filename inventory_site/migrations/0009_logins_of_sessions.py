"""Logins from before there were columns for them: without this nobody would see them, or could end them."""

import uuid
from datetime import UTC, datetime

from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

BATCH = 500


def fill_in(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Read whose login is in each session, and since when. Its key stays: the browser is still signed in."""
    rows = apps.get_model("inventory_site", "Session").objects.filter(user=None, expire_date__gt=timezone.now())
    users = set(apps.get_model("auth", "User").objects.values_list("pk", flat=True))
    store = SessionStore()
    for row in rows.iterator(chunk_size=BATCH):
        said = store.decode(row.session_data)
        who = int(said.get("_auth_user_id", 0))
        if who not in users or not {"begun", "seen"} <= set(said):
            continue  # a visitor, or a login that has ended: one without its times is ended by its next request
        said["login"] = said.get("login", str(uuid.uuid4()))
        row.user_id, row.login = who, uuid.UUID(said["login"])
        row.begun_at, row.last_used_at = (datetime.fromtimestamp(said[name], UTC) for name in ("begun", "seen"))
        row.session_data = store.encode(said)
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("inventory_site", "0008_session_with_its_login"),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
