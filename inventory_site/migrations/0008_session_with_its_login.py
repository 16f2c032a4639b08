"""Django's own table of sessions becomes ours, with columns for the login in each: docs/decisions/0050."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps

TABLE = "django_session"
FIRST_OF_DJANGO = ("sessions", "0001_initial")


def take_over(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table, unless Django's own app of sessions has; its permissions, which opened nothing, go with it."""
    connection = schema_editor.connection
    if TABLE not in connection.introspection.table_names():
        schema_editor.create_model(apps.get_model("inventory_site", "Session"))
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="sessions").delete()


def give_back(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the table, with the sessions in it, to Django's own app, which must not make it again."""
    recorder = MigrationRecorder(schema_editor.connection)
    if FIRST_OF_DJANGO not in recorder.applied_migrations():
        recorder.record_applied(*FIRST_OF_DJANGO)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("inventory_site", "0007_texts_in_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                    ],
                    options={"db_table": TABLE, "default_permissions": ()},
                ),
            ],
        ),
        migrations.RunPython(take_over, give_back),
        migrations.AddField("session", "login", models.UUIDField(null=True)),
        migrations.AddField("session", "begun_at", models.DateTimeField(null=True)),
        migrations.AddField("session", "last_used_at", models.DateTimeField(null=True)),
        migrations.AddField("session", "browser", models.CharField(db_default="", default="", max_length=40)),
        migrations.AddField(
            "session",
            "user",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DB_CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "session",
            models.Index(condition=models.Q(("user__isnull", False)), fields=["user"], name="session_user"),
        ),
        migrations.AddConstraint(
            "session",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("begun_at", None), ("browser", ""), ("last_used_at", None), ("login", None), ("user", None)
                    ),
                    models.Q(
                        ("begun_at__isnull", False),
                        ("last_used_at__isnull", False),
                        ("login__isnull", False),
                        ("user__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="session_knows_its_login_or_nobody",
            ),
        ),
    ]
