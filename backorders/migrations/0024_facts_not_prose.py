"""What was read out of a sentence until now has a column of its own."""

from django.db import migrations, models

THROUGH_LINK = """
    UPDATE backorders_orderevent SET is_through_link = TRUE WHERE text LIKE '%, through the order''s link.%' AND kind IN ('canceled', 'provider')
"""
NOTIFICATIONS = """
    UPDATE backorders_notification SET is_begun = TRUE WHERE sent_at IS NULL AND last_error = 'It was begun and not finished: the worker may have been ended.'
"""
ERRANDS = """
    UPDATE backorders_errand SET is_begun = TRUE WHERE sent_at IS NULL AND last_error = 'It was begun and not finished: the worker may have been ended.'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("backorders", "0023_order_revision"),
    ]

    operations = [
        migrations.AddField(
            model_name="errand",
            name="is_begun",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="notification",
            name="is_begun",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="orderevent",
            name="is_through_link",
            field=models.BooleanField(
                db_default=False, default=False, help_text="done on the page that the order's link opens"
            ),
        ),
        migrations.RunSQL(THROUGH_LINK, migrations.RunSQL.noop),
        migrations.RunSQL(NOTIFICATIONS, migrations.RunSQL.noop),
        migrations.RunSQL(ERRANDS, migrations.RunSQL.noop),
    ]
