from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("backorders", "0050_saved_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="inventorycheck",
            name="differences",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
