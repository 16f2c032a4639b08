"""Give each level of a shop its part of the shelves that several stocks draw on; a shop that has oversold owes the rest."""

from django.db import migrations

# Each link says that it changed: its triggers group the stocks and share the units out.
SHARE_OUT = """
UPDATE catalog_stocksourcelink SET priority = priority
WHERE source_id IN (SELECT source_id FROM catalog_stocksourcelink GROUP BY source_id HAVING count(*) > 1);
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0024_one_shelf")]
    operations = [migrations.RunSQL(SHARE_OUT, migrations.RunSQL.noop)]
