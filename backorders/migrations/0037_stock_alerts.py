"""Who waits for a product to be back in stock, and where one click ends what is written to him."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("backorders", "0036_lost_units"),
        ("catalog", "0038_incoming_supply"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="unsubscribe_url",
            field=models.URLField(blank=True, db_default="", default="", editable=False, max_length=500),
        ),
        migrations.CreateModel(
            name="StockAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("network", models.CharField(blank=True, db_default="", default="", editable=False, max_length=32)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stock_alerts", to="catalog.product"
                    ),
                ),
                (
                    "website",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stock_alerts", to="catalog.website"
                    ),
                ),
            ],
            options={
                "verbose_name": "back in stock alert",
                "ordering": ("-pk",),
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("confirmed_at__isnull", False), ("told_at", None)),
                        fields=["website", "product", "confirmed_at"],
                        name="stock_alert_waiting",
                    ),
                    models.Index(
                        django.db.models.functions.text.Lower("email"),
                        models.F("asked_at"),
                        name="stock_alert_of_address",
                    ),
                    models.Index(
                        condition=models.Q(("network", ""), _negated=True),
                        fields=["network", "asked_at"],
                        name="stock_alert_of_network",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("website"),
                        models.F("product"),
                        django.db.models.functions.text.Lower("email"),
                        name="stock_alert_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), _negated=True), name="stock_alert_has_an_address"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at", None), ("confirmed_at__gte", models.F("asked_at")), _connector="OR"
                        ),
                        name="stock_alert_asked_then_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told_at", None),
                            models.Q(("confirmed_at__isnull", False), ("told_at__gte", models.F("confirmed_at"))),
                            _connector="OR",
                        ),
                        name="stock_alert_confirmed_then_told",
                    ),
                ],
            },
        ),
    ]
