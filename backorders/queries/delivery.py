"""What lies at the source of a delivery, and what of it comes in SQL."""

import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DecimalField, F, Func, JSONField, Value
from django.db.models.functions import Cast

from catalog.models import SourceItem


def items_at(source_id: int, product_ids: Collection[int]) -> dict[int, SourceItem]:
    """Return {product: its item at the source}; products that are not assigned to it are left out. One query."""
    items = SourceItem.objects.filter(source=source_id, product__in=product_ids)
    return {item.product_id: item for item in items}


def units_come(units: Mapping[int, Decimal]) -> Func:
    """Return the units that come of each row's `product_id`, of {product id: units}: one value, however many products."""
    told: Any = Cast(Value(json.dumps({str(pk): str(came) for pk, came in units.items()})), JSONField())
    return Func(
        told,
        Cast(F("product_id"), CharField()),
        template="(%(expressions)s)::numeric",
        arg_joiner=" ->> ",
        output_field=DecimalField(max_digits=12, decimal_places=4),
    )
