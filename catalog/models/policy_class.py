"""Policy classes: the distinct combinations of own values that availability asks, and what each comes to as configured."""

import pgtrigger
from django.db import models

from catalog.models.fields import BoundField, QuantityField
from catalog.sql import trigger_texts


class PolicyClass(models.Model):
    """What some products have of their own, {name: value} without what they take from the configuration.

    Kept by triggers, whoever writes: each stock level names the class of its product. A class never changes. Two who make the same
    one at once wait for nobody: it then stands here twice, and means the same. `made_in` numbers the transaction that made it.
    """

    own = models.JSONField()
    made_in = models.BigIntegerField(editable=False)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=("own",), name="policy_class_by_values"),
            models.Index(fields=("made_in",), name="policy_class_by_age"),
        )

    def __str__(self) -> str:
        return str(self.own)


class JudgedPolicy(models.Model):
    """A configured policy whose bounds are kept for every class that was made in a transaction before `judged_before`."""

    configured = models.TextField(unique=True)
    judged_before = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.configured


class PolicyBounds(models.Model):
    """The bounds (`rules.salable`) of one class under one configured policy. Who asks judges what is missing."""

    pk = models.CompositePrimaryKey("judged_policy_id", "policy_class_id")
    judged_policy = models.ForeignKey(JudgedPolicy, on_delete=models.DB_CASCADE, db_index=False, related_name="+")
    # The class may be pruned beside us: what it came to is never asked for then.
    policy_class = models.ForeignKey(
        PolicyClass, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    threshold = QuantityField()
    is_limited = models.BooleanField()
    buyable_from = BoundField()
    in_stock_from = BoundField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.policy_class_id}: {self.buyable_from}"


_TEXTS = trigger_texts("catalog", "policy_class")
_OPERATIONS = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows")),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows")),
}


def _classes(part: str, on: str) -> pgtrigger.Trigger:
    operation, rows = _OPERATIONS[on]
    return pgtrigger.Trigger(
        name=f"classes_on_{on}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows,
        func=_TEXTS[part],
    )


def _gate(operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="beside_links",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=operation,
        func=_TEXTS["beside_links"],
    )


on_stock_item = (
    _gate(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete),
    _classes("stock_item_inserted", "insert"),
    _classes("stock_item_updated", "update"),
    _classes("stock_item_deleted", "delete"),
)
on_product = (_gate(pgtrigger.UpdateOf("is_enabled", "product_type")), _classes("product_updated", "update"))
