"""A customer group is kept for an e-mail address, not for an account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Upper

# Of two accounts with one address the first keeps it, as it was found before. Without an address nothing finds a group any more.
TAKE_OVER = """
UPDATE catalog_customer AS kept SET email = account.email
FROM auth_user AS account
WHERE account.id = kept.user_id AND account.email <> '' AND NOT EXISTS (
    SELECT FROM catalog_customer AS earlier JOIN auth_user AS other ON other.id = earlier.user_id
    WHERE earlier.id < kept.id AND upper(other.email) = upper(account.email)
);
DELETE FROM catalog_customer WHERE email = '';
"""
# An address without an account had no group before.
GIVE_BACK = "DELETE FROM catalog_customer WHERE user_id IS NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0045_shipment_undone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="customer",
            options={"verbose_name": "member of a customer group", "verbose_name_plural": "members of customer groups"},
        ),
        migrations.AddField(
            model_name="customer",
            name="email",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254),
        ),
        migrations.AlterField(
            model_name="customer",
            name="user",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(TAKE_OVER, GIVE_BACK),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(
                Upper("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="customer_email_once",
                violation_error_message="This address is in a group already.",
            ),
        ),
    ]
