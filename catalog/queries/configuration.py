"""The values of the configuration as they are saved, and as they may be."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Prefetch

from catalog.models import ConfigurationValue, CustomerGroup, StoreView, Website
from catalog.rules.configuration import SETTINGS
from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.scope import Scope
from catalog.rules.setting import InvalidSettingError, Kind, SettingProblem, minimum_rows
from catalog.words.setting import setting_problem_words


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
            errors[path] = setting_problem_words(error.problem, error.detail)
    if errors:
        raise InvalidConfigurationError(errors)
    return cleaned


def _refuse_unknown_groups(typed: str) -> None:
    groups = {row.group for row in minimum_rows(typed)} - {ALL_GROUPS}
    if groups and groups - set(CustomerGroup.objects.values_list("code", flat=True)):
        raise InvalidSettingError(SettingProblem.NO_SUCH_GROUP)


def narrower_values(*, website: Website | None = None, store_view: StoreView | None = None) -> dict[str, list[str]]:
    """Return {path: names of the narrower scopes with an own value} as seen from a store view, a website or Default Config."""
    if store_view is not None:
        return {}
    rows = ConfigurationValue.objects.filter(scope__gt=(Scope.WEBSITE if website else Scope.DEFAULT).value)
    if website is not None:
        rows = rows.filter(store_view__website=website)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path, website_name, view_name in rows.order_by("scope", "website__name", "store_view__name", "pk").values_list(
        "path", "website__name", "store_view__name"
    ):
        found[path].append(str(view_name or website_name))
    return dict(found)


def own_values(*, website: Website | None = None, store_view: StoreView | None = None) -> dict[str, str]:
    """Return {path: stored text} of a store view, a website, or (neither given) Default Config; nothing inherited."""
    if store_view is not None:
        rows = ConfigurationValue.objects.filter(scope=Scope.STORE_VIEW.value, store_view=store_view)
    elif website is not None:
        rows = ConfigurationValue.objects.filter(scope=Scope.WEBSITE.value, website=website)
    else:
        rows = ConfigurationValue.objects.filter(scope=Scope.DEFAULT.value)
    return dict(rows.values_list("path", "value"))


def websites_with_views() -> list[Website]:
    """Return every website, the default one first, each with its `store_views` loaded likewise: two queries."""
    views = StoreView.objects.order_by("-is_default", "name", "pk")
    return list(Website.objects.order_by("-is_default", "name", "pk").prefetch_related(Prefetch("store_views", views)))
