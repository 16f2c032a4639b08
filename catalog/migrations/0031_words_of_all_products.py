from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the triggers: it takes a minute for half a million products, and holds nobody up."""

    dependencies = [
        ("catalog", "0030_products_by_words"),
    ]

    operations = [
        migrations.RunSQL(
            "SELECT catalog_refresh_search(ARRAY(SELECT id FROM catalog_product))", migrations.RunSQL.noop
        ),
    ]
