from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0013_used_keys"),
    ]

    operations = [
        # `MoneyField` has a shape of its own, so that Django sees no change: a database made before had numeric(12,2).
        migrations.RunSQL("ALTER TABLE catalog_product ALTER COLUMN price TYPE numeric(14,4)", migrations.RunSQL.noop),
    ]
