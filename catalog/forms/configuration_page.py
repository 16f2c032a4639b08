"""Stores > Configuration as its template takes it: every declared setting with its control's state at one scope."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.forms.configuration_minimums import MinimumTable, minimum_table
from catalog.forms.threshold_words import ThresholdWords, threshold_words
from catalog.models import ConfigurationValue, CustomerGroup, StoreView, Website
from catalog.queries.own_values import own_values
from catalog.rules.configuration import BACKORDERS, MIN_QTY, SETTINGS, SettingGroup
from catalog.rules.configuration_in_force import Configuration, configuration_in_force
from catalog.rules.configuration_tabs import INVENTORY, ConfigurationSection
from catalog.rules.scope import SCOPE_LABELS, Scope
from catalog.rules.setting import Bound, Kind, Setting

INHERIT_LABELS = {
    Scope.DEFAULT: "Use system value",
    Scope.WEBSITE: "Use Default",
    Scope.STORE_VIEW: "Use Website",
}


@dataclass(frozen=True)
class Choice:
    """An option of a select."""

    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True)
class SettingRow:
    """One row: label, control, "Use system value", scope. `value` is shown, `inherited` is what the box brings back."""

    path: str
    control_id: str
    label: str
    help: str
    scope_label: str
    value: str
    inherited: str
    inherits: bool
    error: str
    may_be_negative: bool
    choices: tuple[Choice, ...]
    minimums: MinimumTable | None
    threshold: tuple[ThresholdWords, ...]
    shown_when_id: str
    shown_when_value: str


@dataclass(frozen=True)
class GroupFieldset:
    """A collapsible fieldset; open from the start only when it holds an error."""

    code: str
    label: str
    help: str
    rows: tuple[SettingRow, ...]

    @property
    def has_error(self) -> bool:
        """Whether a field in it must be corrected."""
        return any(row.error for row in self.rows)

    @property
    def own_count(self) -> int:
        """How many settings have an own value at this scope."""
        return sum(not row.inherits for row in self.rows)


@dataclass(frozen=True)
class ConfigurationPage:
    """One section of the configuration, seen from one scope."""

    section: str
    scope_name: str
    inherit_label: str
    groups: tuple[GroupFieldset, ...]

    @property
    def rows_in_error(self) -> tuple[SettingRow, ...]:
        """The rows that must be corrected, in the order of the page."""
        return tuple(row for group in self.groups for row in group.rows if row.error)


@dataclass(frozen=True)
class _State:
    """What the rows are made from: texts by path, None for "Use system value"."""

    shown: Mapping[str, str | None]
    inherited: Configuration
    errors: Mapping[str, str]
    customer_groups: Mapping[str, str]
    at: Scope

    def text(self, setting: Setting) -> str:
        text = self.shown.get(setting.path)
        return self.inherited.text(setting) if text is None else text


def configuration_page(
    *,
    section: ConfigurationSection = INVENTORY,
    typed: Mapping[str, str | None] | None = None,
    errors: Mapping[str, str] | None = None,
    website: Website | None = None,
    store_view: StoreView | None = None,
) -> ConfigurationPage:
    """Return `section` as a store view, a website, or (neither given) Default Config sees it.

    `typed` and `errors` are what a refused save leaves behind: what was typed is shown again, with a message at each
    field in error. A setting that cannot be stored at this scope has no row.
    """
    state = _State(
        shown={**own_values(website=website, store_view=store_view), **(typed or {})},
        inherited=_inherited(website, store_view),
        errors=errors or {},
        customer_groups=dict(CustomerGroup.objects.values_list("code", "name")),
        at=Scope.STORE_VIEW if store_view else Scope.WEBSITE if website else Scope.DEFAULT,
    )
    return ConfigurationPage(
        section=section.label,
        scope_name=str(store_view or website or "Default Config"),
        inherit_label=INHERIT_LABELS[state.at],
        groups=tuple(fieldset for fieldset in (_fieldset(group, state) for group in section.groups) if fieldset.rows),
    )


def control_id(setting: Setting) -> str:
    """Return the id of a setting's control on the page."""
    return "_".join(setting.path.split("/")[1:])


def _inherited(website: Website | None, store_view: StoreView | None) -> Configuration:
    """Return what holds where the scope has no own value: the next wider scope's values in force."""
    if store_view is not None:
        return ConfigurationValue.objects.in_force(website=store_view.website)
    return ConfigurationValue.objects.in_force() if website is not None else configuration_in_force({})


def _fieldset(group: SettingGroup, state: _State) -> GroupFieldset:
    rows = tuple(_row(setting, state) for setting in group.settings if state.at <= setting.narrowest)
    return GroupFieldset(group.code, group.label, group.help, rows)


def _row(setting: Setting, state: _State) -> SettingRow:
    value, inherited = state.text(setting), state.inherited.text(setting)
    error = state.errors.get(setting.path, "")
    shown_when_path, shown_when_value = setting.shown_when or ("", "")
    return SettingRow(
        path=setting.path,
        control_id=control_id(setting),
        label=setting.label,
        help=setting.help,
        scope_label=SCOPE_LABELS[setting.narrowest],
        value=value,
        inherited=inherited,
        inherits=state.shown.get(setting.path) is None,
        error=error,
        may_be_negative=setting.bound is Bound.NUMBER,
        choices=tuple(Choice(code, label, code == value) for code, label in setting.all_choices),
        minimums=minimum_table(setting, value, inherited, state.customer_groups)
        if setting.kind is Kind.GROUP_MINIMUMS
        else None,
        threshold=threshold_words(value, state.text(BACKORDERS)) if setting == MIN_QTY else (),
        shown_when_id=control_id(SETTINGS[shown_when_path]) if shown_when_path else "",
        shown_when_value=shown_when_value,
    )
