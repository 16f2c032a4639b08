import django.contrib.messages.storage.cookie
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0012_no_maximum"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UsedKey",
            fields=[
                ("key", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("path", models.TextField(blank=True)),
                ("body", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                ("location", models.TextField(blank=True)),
                (
                    "said",
                    models.JSONField(
                        decoder=django.contrib.messages.storage.cookie.MessageDecoder,
                        default=list,
                        encoder=django.contrib.messages.storage.cookie.MessageEncoder,
                    ),
                ),
                ("remembered", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="used_key_not_empty")
                ],
            },
        ),
    ]
