"""The one tracking number of each shipment becomes a row of its own; what was shipped before counts as handed over."""

from django.db import migrations

MOVED = """
    INSERT INTO backorders_trackingnumber (shipment_id, title, carrier, number, added_at, added_by_id)
    SELECT id, '', carrier, tracking_number, shipped_at, shipped_by_id FROM backorders_shipment
    WHERE carrier <> '' OR tracking_number <> '' ORDER BY id
"""
# The first one: the column holds no more.
BACK = """
    UPDATE backorders_shipment AS shipment SET carrier = first.carrier, tracking_number = first.number
    FROM (
        SELECT DISTINCT ON (shipment_id) shipment_id, carrier, number FROM backorders_trackingnumber ORDER BY shipment_id, id
    ) AS first
    WHERE first.shipment_id = shipment.id
"""
LEFT = "UPDATE backorders_shipment SET handed_over_at = shipped_at WHERE handed_over_at IS NULL AND undone_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("backorders", "0043_handed_over")]

    operations = [migrations.RunSQL(MOVED, BACK), migrations.RunSQL(LEFT, migrations.RunSQL.noop)]
