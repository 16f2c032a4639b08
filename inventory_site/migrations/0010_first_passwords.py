"""A mail to who has a new account says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inventory_site", "0009_logins_of_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="passwordmail",
            name="is_first",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
