"""What each role was given so far: shops that have roles already had them with the permissions of the first version."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SEEN = (
    "backorders.view_creditmemo",
    "backorders.view_invoice",
    "backorders.view_notification",
    "backorders.view_order",
    "backorders.view_payment",
    "backorders.view_shipment",
    "catalog.view_category",
    "catalog.view_configurationvalue",
    "catalog.view_customergroup",
    "catalog.view_product",
    "catalog.view_reservation",
    "catalog.view_source",
    "catalog.view_sourceitem",
    "catalog.view_stock",
    "catalog.view_stockitem",
    "catalog.view_storeview",
    "catalog.view_website",
)
SHELVES = ("category", "configurationvalue", "product", "source", "sourceitem", "stock", "stockitem", "stocksourcelink")
FIRST = {
    "Merchandiser": [f"catalog.{verb}_{model}" for model in SHELVES for verb in ("add", "change", "delete")],
    "Fulfilment": ["backorders.ship_order", "backorders.prioritise_order", "catalog.change_sourceitem"],
    "Customer service": [
        f"backorders.{verb}_order" for verb in ("add", "change", "cancel", "hold", "invoice", "refund", "prioritise")
    ],
    "Viewer": [],
}


def note_what_roles_were_given(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Start from the first version; what came later is given once."""
    del schema_editor
    groups, kept = apps.get_model("auth", "Group").objects, apps.get_model("inventory_site", "DefaultRole").objects
    for group in groups.filter(name__in=FIRST):
        kept.create(name=group.name, group=group, given=sorted({*SEEN, *FIRST[group.name]}))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("inventory_site", "0002_last_superuser"),
    ]

    operations = [
        migrations.CreateModel(
            name="DefaultRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, unique=True)),
                ("given", models.JSONField(default=list)),
                (
                    "group",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="auth.group"
                    ),
                ),
            ],
        ),
        migrations.RunPython(note_what_roles_were_given, migrations.RunPython.noop),
    ]
