from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the triggers: it holds nobody up."""

    dependencies = [
        ("catalog", "0049_price_ranges"),
    ]

    operations = [
        migrations.RunSQL(
            "SELECT catalog_refresh_price_ranges(ARRAY(SELECT id FROM catalog_product WHERE product_type = 'configurable'))",
            migrations.RunSQL.noop,
        ),
    ]
