"""What stood in the environment stands in Stores > Configuration: a shop that had said it keeps it."""

import os
from typing import Any

from django.db import migrations

MOVED = {
    "CART_LIFETIME_DAYS": "checkout/cart/delete_quote_after",
    "CHECK_PAYABLE_TO": "payment/checkmo/payable_to",
    "CHECK_ADDRESS": "payment/checkmo/mailing_address",
}


def keep_values(apps: Any, _editor: Any) -> None:
    """Store what the environment says at Default Config, where nothing is stored yet."""
    values = apps.get_model("catalog", "ConfigurationValue").objects
    for name, path in MOVED.items():
        said = os.environ.get(name, "").strip()[:255]
        if said:
            values.get_or_create(path=path, scope=0, website=None, store_view=None, defaults={"value": said})


class Migration(migrations.Migration):
    """Nothing is taken back: older code does not read these paths."""

    dependencies = (("catalog", "0019_sku_in_any_case"),)
    operations = (migrations.RunPython(keep_values, migrations.RunPython.noop),)
