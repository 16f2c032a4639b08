"""The two kinds of number that the tables hold."""

from decimal import Decimal
from typing import Any

from django.db import models


class QuantityField[SetType, GetType](models.DecimalField[SetType, GetType]):
    """Units of a product: numeric(12,4), exact."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the shape; every other option is a DecimalField's."""
        super().__init__(*args, **(kwargs | {"max_digits": 12, "decimal_places": 4}))


class MoneyField(models.DecimalField[Decimal, Decimal]):
    """An amount of money: numeric(12,2); its currency stands on the same row or on the website."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the shape; every other option is a DecimalField's."""
        super().__init__(*args, **(kwargs | {"max_digits": 12, "decimal_places": 2}))
