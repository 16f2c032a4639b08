"""Canceled with one l, in every name. The view of the queue follows the new column by itself.

Code from before knows the old columns only: stop it before this runs.
"""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

KINDS = "UPDATE backorders_orderevent SET kind = 'canceled' WHERE kind = 'cancelled'"
KINDS_BEFORE = "UPDATE backorders_orderevent SET kind = 'cancelled' WHERE kind = 'canceled'"


class Migration(migrations.Migration):
    dependencies = [
        ("backorders", "0021_network_of_unpaid_checks"),
        ("catalog", "0021_former_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="order",
            name="order_cancelled_says_when",
        ),
        migrations.RemoveConstraint(
            model_name="orderevent",
            name="order_event_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="order_line_invoiced_of_ordered",
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="order_line_quantities_not_negative",
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="order_line_shipped_of_ordered",
        ),
        migrations.RemoveIndex(
            model_name="orderline",
            name="order_line_open_by_product",
        ),
        migrations.RemoveIndex(
            model_name="orderline",
            name="order_line_open_by_gone",
        ),
        migrations.RenameField(
            model_name="order",
            old_name="cancelled_at",
            new_name="canceled_at",
        ),
        migrations.RenameField(
            model_name="orderline",
            old_name="cancelled",
            new_name="canceled",
        ),
        migrations.RenameField(
            model_name="order",
            old_name="cancelled_by",
            new_name="canceled_by",
        ),
        migrations.AlterField(
            model_name="order",
            name="canceled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders_canceled",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="orderevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("placed", "Placed"),
                    ("paid", "Paid"),
                    ("refused", "Payment refused"),
                    ("expired", "Payment expired"),
                    ("reopened", "Reopened"),
                    ("held", "Put on hold"),
                    ("released", "Released from hold"),
                    ("canceled", "Canceled"),
                    ("edited", "Edited"),
                    ("invoiced", "Invoiced"),
                    ("shipped", "Shipped"),
                    ("refunded", "Refunded"),
                    ("provider", "At the payment provider"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunSQL(KINDS, KINDS_BEFORE),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                condition=models.Q(
                    ("is_reserved", True),
                    (
                        "ordered__gt",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("shipped"), "+", models.F("canceled")
                            ),
                            "+",
                            models.F("released"),
                        ),
                    ),
                ),
                fields=["product"],
                name="order_line_open_by_product",
            ),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                condition=models.Q(
                    (
                        "ordered__gt",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("shipped"), "+", models.F("canceled")
                            ),
                            "+",
                            models.F("released"),
                        ),
                    ),
                    ("product", None),
                ),
                fields=["gone_product_id"],
                name="order_line_open_by_gone",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("canceled_at__isnull", False), ("status", "canceled")),
                    models.Q(models.Q(("status", "canceled"), _negated=True), ("canceled_at", None)),
                    _connector="OR",
                ),
                name="order_canceled_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "placed",
                            "paid",
                            "refused",
                            "expired",
                            "reopened",
                            "held",
                            "released",
                            "canceled",
                            "edited",
                            "invoiced",
                            "shipped",
                            "refunded",
                            "provider",
                        ],
                    )
                ),
                name="order_event_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("canceled__gte", 0),
                    ("invoiced__gte", 0),
                    ("refunded__gte", 0),
                    ("released__gte", 0),
                    ("shipped__gte", 0),
                ),
                name="order_line_quantities_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ordered__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("shipped"), "+", models.F("canceled")
                            ),
                            "+",
                            models.F("released"),
                        ),
                    )
                ),
                name="order_line_shipped_of_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ordered__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("invoiced"), "+", models.F("canceled")
                        ),
                    ),
                    ("refunded__gt", 0),
                    _connector="OR",
                ),
                name="order_line_invoiced_of_ordered",
            ),
        ),
    ]
