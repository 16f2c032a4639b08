"""The two kinds of number that the tables hold."""

from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from catalog.rules.currency import USUAL_PLACES, WITH_THREE_PLACES, WITHOUT_PLACES


class QuantityField[SetType, GetType](models.DecimalField[SetType, GetType]):
    """Units of a product: numeric(12,4), exact."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the shape; every other option is a DecimalField's."""
        super().__init__(*args, **(kwargs | {"max_digits": 12, "decimal_places": 4}))


class MoneyField[SetType, GetType](models.DecimalField[SetType, GetType]):
    """A price or an amount of money: numeric(14,4); its currency stands on the same row, on the order or on the website.

    Prices use the four places, amounts only those of their currency (`rules.currency`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the shape; every other option is a DecimalField's."""
        super().__init__(*args, **(kwargs | {"max_digits": 14, "decimal_places": 4}))


def fits_currency(*amounts: str, name: str) -> models.CheckConstraint:
    """Return the constraint that none of the columns `amounts` has more places than the row's `currency` (`rules.currency`)."""
    places = Case(
        When(currency__in=sorted(WITHOUT_PLACES), then=Value(0)),
        When(currency__in=sorted(WITH_THREE_PLACES), then=Value(3)),
        default=Value(USUAL_PLACES),
    )
    condition = Q()
    for amount in amounts:
        condition &= Q(**{amount: Func(F(amount), places, function="ROUND", output_field=MoneyField())})
    return models.CheckConstraint(condition=condition, name=name)
