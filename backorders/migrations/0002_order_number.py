"""Work the order number out in the database."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backorders", "0001_order_tables")]

    operations = [
        migrations.RemoveField("order", "number"),
        migrations.AddField(
            "order",
            "number",
            models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.LPad(
                    django.db.models.functions.comparison.Cast("id", models.CharField()), 9, models.Value("0")
                ),
                output_field=models.CharField(max_length=32),
                unique=True,
            ),
        ),
    ]
