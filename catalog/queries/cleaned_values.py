"""Typed settings as the texts to store, before they are saved or previewed."""

from collections.abc import Mapping

from catalog.models import CustomerGroup
from catalog.rules.configuration import SETTINGS
from catalog.rules.group_minimum import ALL_GROUPS
from catalog.rules.group_minimum_rows import minimum_rows
from catalog.rules.scope import Scope
from catalog.rules.setting import InvalidSettingError, Kind


class InvalidConfigurationError(ValueError):
    """Something typed is no value of its setting; nothing was saved. `errors` holds {path: message for the field}."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{SETTINGS[path].label}: {message}" for path, message in errors.items()))
        self.errors = dict(errors)


def cleaned_values(values: Mapping[str, str | None], *, scope: Scope) -> dict[str, str | None]:
    """Return {path: text to store at `scope`, or None for "Use system value"}.

    Paths that are not declared, or cannot be stored at this scope, are left out. Every value is judged before the answer:
    raises `InvalidConfigurationError` with all fields in error named.
    """
    cleaned: dict[str, str | None] = {}
    errors: dict[str, str] = {}
    for path, typed in values.items():
        if path not in SETTINGS or scope > SETTINGS[path].narrowest:
            continue
        try:
            cleaned[path] = None if typed is None else SETTINGS[path].clean(typed)
            if typed is not None and SETTINGS[path].kind is Kind.GROUP_MINIMUMS:
                _refuse_unknown_groups(typed)
        except InvalidSettingError as error:
            errors[path] = str(error)
    if errors:
        raise InvalidConfigurationError(errors)
    return cleaned


def _refuse_unknown_groups(typed: str) -> None:
    groups = {row.group for row in minimum_rows(typed)} - {ALL_GROUPS}
    if groups and groups - set(CustomerGroup.objects.values_list("code", flat=True)):
        raise InvalidSettingError("Please select a customer group that exists.")
