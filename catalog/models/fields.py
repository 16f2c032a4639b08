"""Columns: quantities, amounts of money, SKUs, and texts that a column can hold."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, CharField, F, Func, Model, Q, Value, When

from catalog.rules.money import USUAL_PLACES, WITH_THREE_PLACES, WITHOUT_PLACES
from catalog.rules.text import InvalidTextError, typed_problem


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


def text_problems(model: type[Model], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return why `texts` {field of `model`: text} cannot be stored, one sentence for each that cannot."""
    return tuple(f"{_label(model, name)}: {problem}" for name, problem in _problems(model, texts))


def refuse_texts(model: type[Model], texts: Mapping[str, str]) -> None:
    """Raise `InvalidTextError` for the first of `texts` {field of `model`: text} that cannot be stored."""
    for name, problem in _problems(model, texts):
        raise InvalidTextError(_label(model, name), problem)


def _problems(model: type[Model], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    found = (
        (name, typed_problem(text, longest=_longest(model, name), is_line=_is_line(model, name)))
        for name, text in texts.items()
    )
    return [(name, problem) for name, problem in found if problem]


def _is_line(model: type[Model], name: str) -> bool:
    return not isinstance(model._meta.get_field(name), models.TextField)  # noqa: SLF001  Django's API


def _longest(model: type[Model], name: str) -> int | None:
    longest: int | None = getattr(model._meta.get_field(name), "max_length", None)  # noqa: SLF001  Django's API
    return longest


def _label(model: type[Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name)).capitalize()  # noqa: SLF001  Django's API


def is_id(model: type[Model], text: str) -> bool:
    """Say whether `text` can be asked for as an id of `model`: a number that its column can hold."""
    field = model._meta.pk  # noqa: SLF001  Django's API
    try:
        field.run_validators(field.to_python(text))
    except (ValidationError, ValueError, OverflowError):
        return False
    return "\0" not in text
