"""Whether a mail is being sent was read out of a sentence until now."""

from django.db import migrations, models

MAILS = """
    UPDATE inventory_site_passwordmail SET is_begun = TRUE WHERE sent_at IS NULL AND last_error = 'It was begun and not finished: the worker may have been ended.'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inventory_site", "0005_keep_former_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="passwordmail",
            name="is_begun",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunSQL(MAILS, migrations.RunSQL.noop),
    ]
