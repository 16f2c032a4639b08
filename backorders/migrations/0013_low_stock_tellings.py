import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("backorders", "0012_lines_outlive_products"),
        ("catalog", "0016_low_stock_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="LowStockTelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.EmailField(max_length=254)),
                ("due_at", models.DateTimeField()),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="tellings",
                        to="catalog.lowstocknotice",
                    ),
                ),
                (
                    "notification",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="low_stock_tellings",
                        to="backorders.notification",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(condition=models.Q(("notification", None)), fields=["due_at"], name="low_stock_untold")
                ],
                "constraints": [models.UniqueConstraint(fields=("notice", "recipient"), name="low_stock_told_once")],
            },
        ),
    ]
