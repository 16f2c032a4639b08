"""Units of many products, as one value in SQL."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DecimalField, F, Func, JSONField, Value
from django.db.models.functions import Cast


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
