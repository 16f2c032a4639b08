"""Columns: quantities, amounts of money, SKUs, and texts that a column can hold."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, CharField, F, Func, Model, Q, Value, When

from catalog.rules.money import USUAL_PLACES, WITH_THREE_PLACES, WITHOUT_PLACES
from catalog.rules.text import TextColumn


class QuantityField[SetType, GetType](models.DecimalField[SetType, GetType]):
    """Units of a product: numeric(12,4), exact."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the shape; every other option is a DecimalField's."""
        super().__init__(*args, **(kwargs | {"max_digits": 12, "decimal_places": 4}))


class BoundField[SetType, GetType](models.DecimalField[SetType, GetType]):
    """A bound on units: a number, or minus infinity or infinity for what every number and for what none reaches."""

    def db_type(self, connection: Any) -> str:
        """Return numeric without a shape: one with a shape holds no infinity."""
        del connection
        return "numeric"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Django asks for a shape, which the column does not have."""
        super().__init__(*args, **(kwargs | {"max_digits": 16, "decimal_places": 4}))

    def to_python(self, value: Any) -> Any:
        """Take infinity for a number, which Django does not."""
        return value if isinstance(value, Decimal) else super().to_python(value)


class MoneyField[SetType, GetType](models.DecimalField[SetType, GetType]):
    """A price or an amount of money: numeric(14,4); its currency stands on the same row, on the order or on the website.

    Prices use the four places, amounts only those of their currency (`rules.money`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the shape; every other option is a DecimalField's."""
        super().__init__(*args, **(kwargs | {"max_digits": 14, "decimal_places": 4}))


def fits_currency(*amounts: str, name: str) -> models.CheckConstraint:
    """Return the constraint that none of the columns `amounts` has more places than the row's `currency` (`rules.money`)."""
    places = Case(
        When(currency__in=sorted(WITHOUT_PLACES), then=Value(0)),
        When(currency__in=sorted(WITH_THREE_PLACES), then=Value(3)),
        default=Value(USUAL_PLACES),
    )
    condition = Q()
    for amount in amounts:
        condition &= Q(**{amount: Func(F(amount), places, function="ROUND", output_field=MoneyField())})
    return models.CheckConstraint(condition=condition, name=name)


class SkuKey(Func):
    """What all spellings of a SKU in capital and small letters have in common; its function is made by a migration."""

    function = "catalog_sku_key"
    arity = 1
    output_field = CharField()


@cache
def text_columns(model: type[Model]) -> Mapping[str, TextColumn]:
    """Return {name: what it can hold} of the columns of `model`, for `refuse_texts`."""
    return {
        field.name: TextColumn(
            str(field.verbose_name).capitalize(), field.max_length, is_line=not isinstance(field, models.TextField)
        )
        for field in model._meta.concrete_fields  # noqa: SLF001  Django's API
    }


def is_id(model: type[Model], text: str) -> bool:
    """Say whether `text` can be asked for as an id of `model`: a number that its column can hold."""
    field = model._meta.pk  # noqa: SLF001  Django's API
    try:
        field.run_validators(field.to_python(text))
    except (ValidationError, ValueError, OverflowError):
        return False
    return "\0" not in text
