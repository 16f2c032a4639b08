"""Stores > Configuration as its template takes it: every declared setting with its control's state at one scope."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from catalog.admin.configuration.scope import DEFAULT_CONFIG, ConfigurationScope, inherited_at
from catalog.models import CustomerGroup
from catalog.queries.configuration import narrower_values, own_values
from catalog.rules.configuration import SETTINGS, SettingGroup
from catalog.rules.configuration_page import INVENTORY, ConfigurationSection, Contradicted, configuration_contradictions
from catalog.rules.in_force import Configuration, configuration_in_force
from catalog.rules.product_setting import BACKORDERS, MIN_QTY
from catalog.rules.scope import SCOPE_LABELS, Scope
from catalog.rules.setting import Bound, Kind, Setting
from catalog.rules.shown_form import is_typed_beside
from catalog.words.configuration import (
    MinimumTable,
    SettingSource,
    ThresholdWords,
    contradiction_words,
    minimum_table,
    setting_source,
    threshold_words,
    value_in_words,
)
from catalog.words.form import typed_beside_words

# A setting that a store view can have, its website can have, too: "Use Website" is always true there.
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
class ContradictionNote:
    """What another setting does to this one. It may be outdated once one of the controls (ids, by spaces) changes."""

    text: str
    control_ids: str


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
    source: SettingSource
    contradictions: tuple[ContradictionNote, ...]
    error: str
    may_be_negative: bool
    is_long: bool
    choices: tuple[Choice, ...]
    minimums: MinimumTable | None
    threshold: tuple[ThresholdWords, ...]
    shown_when_id: str
    shown_when_value: str


@dataclass(frozen=True)
class GroupFieldset:
    """A collapsible fieldset. `own_count` settings have a stored value at this scope, whatever was typed."""

    code: str
    label: str
    help: str
    rows: tuple[SettingRow, ...]
    own_count: int

    @property
    def has_error(self) -> bool:
        """Whether a field in it must be corrected."""
        return any(row.error for row in self.rows)


@dataclass(frozen=True)
class ConfigurationPage:
    """One section of the configuration, seen from one scope. `own` are its own values {path: text}, of every section."""

    section: str
    scope_name: str
    scope_query: str
    inherit_label: str
    groups: tuple[GroupFieldset, ...]
    is_global: bool
    own: Mapping[str, str]

    @property
    def rows_in_error(self) -> tuple[SettingRow, ...]:
        """The rows that must be corrected, in the order of the page."""
        return tuple(row for group in self.groups for row in group.rows if row.error)


@dataclass(frozen=True)
class _State:
    """What the rows are made from: texts by path, None for "Use system value"; `own` are stored, `shown` perhaps only typed."""

    own: Mapping[str, str]
    shown: Mapping[str, str | None]
    inherited: Configuration
    errors: Mapping[str, str]
    ticked: Collection[str]
    customer_groups: Mapping[str, str]
    narrower: Mapping[str, Sequence[str]]
    scope: ConfigurationScope

    def text(self, setting: Setting) -> str:
        text = self.shown.get(setting.path)
        return self.inherited.text(setting) if text is None else text


def configuration_page(
    *,
    section: ConfigurationSection = INVENTORY,
    typed: Mapping[str, str | None] | None = None,
    errors: Mapping[str, str] | None = None,
    ticked: Collection[str] = (),
    scope: ConfigurationScope | None = None,
) -> ConfigurationPage:
    """Return `section` as `scope` sees it: a store view, a website, or (the default) Default Config.

    `typed` and `errors` are what a refused save leaves behind: what was typed is shown again, with a message at each
    field in error, and the box of those `ticked`. A setting that cannot be stored at this scope has no row.
    """
    at = scope or ConfigurationScope()
    own = own_values(website=at.website, store_view=at.store_view)
    state = _State(
        own=own,
        shown={**own, **(typed or {})},
        inherited=inherited_at(at),
        errors=errors or {},
        ticked=ticked,
        customer_groups=dict(CustomerGroup.objects.values_list("code", "name")),
        narrower=narrower_values(website=at.website, store_view=at.store_view),
        scope=at,
    )
    contradicted = configuration_contradictions({setting.path: state.text(setting) for setting in SETTINGS.values()})
    fieldsets = (_fieldset(group, state, contradicted) for group in section.groups)
    return ConfigurationPage(
        section=section.label,
        scope_name=at.name,
        scope_query=at.query,
        inherit_label=INHERIT_LABELS[at.level],
        groups=tuple(fieldset for fieldset in fieldsets if fieldset.rows),
        is_global=at.level is Scope.DEFAULT,
        own=own,
    )


def beside_errors(
    typed: Mapping[str, str], *, scope: ConfigurationScope, opened: Mapping[str, str | None] | None
) -> dict[str, str]:
    """Return {path: message} for what was `typed` beside a ticked box: neither what it brings back nor the scope's own value.

    `opened` are the own values that the page was shown, which somebody else may have changed since.
    """
    inherited = inherited_at(scope) if typed else configuration_in_force({})
    back = {path: inherited.text(SETTINGS[path]) for path in typed}
    moved = {path for path, text in typed.items() if is_typed_beside(text, is_ticked=True, shown=(back[path],))}
    own = own_values(website=scope.website, store_view=scope.store_view) if moved else {}
    seen = {path: (own.get(path, ""), (opened or {}).get(path) or "") for path in moved}
    beside = {path for path in moved if is_typed_beside(typed[path], is_ticked=True, shown=seen[path])}
    groups = dict(CustomerGroup.objects.values_list("code", "name")) if beside else {}
    return {
        path: typed_beside_words(
            value_in_words(SETTINGS[path], typed[path].strip(), groups),
            box=INHERIT_LABELS[scope.level],
            shown=value_in_words(SETTINGS[path], back[path], groups),
        )
        for path in typed
        if path in beside
    }


def control_id(setting: Setting) -> str:
    """Return the id of a setting's control on the page."""
    return "_".join(setting.path.split("/")[1:])


def _fieldset(group: SettingGroup, state: _State, contradicted: Sequence[Contradicted]) -> GroupFieldset:
    shown = [setting for setting in group.settings if state.scope.level <= setting.narrowest]
    rows = tuple(_row(setting, state, contradicted) for setting in shown)
    return GroupFieldset(
        group.code, group.label, group.help, rows, own_count=sum(setting.path in state.own for setting in shown)
    )


def _source(setting: Setting, state: _State) -> SettingSource:
    view = state.scope.store_view
    return setting_source(
        setting,
        state.inherited.found[setting.path],
        names={Scope.DEFAULT: DEFAULT_CONFIG, Scope.WEBSITE: view.website.name if view else ""},
        narrower=state.narrower.get(setting.path, ()),
        customer_groups=state.customer_groups,
    )


def _row(setting: Setting, state: _State, contradicted: Sequence[Contradicted]) -> SettingRow:
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
        inherits=setting.path in state.ticked or state.shown.get(setting.path) is None,
        source=_source(setting, state),
        contradictions=tuple(
            ContradictionNote(contradiction_words(found), " ".join(control_id(SETTINGS[path]) for path in found.causes))
            for found in contradicted
            if found.path == setting.path
        ),
        error=error,
        may_be_negative=setting.bound is Bound.NUMBER,
        is_long=setting.kind in {Kind.EMAILS, Kind.LINES},
        choices=tuple(Choice(code, label, code == value) for code, label in setting.all_choices),
        minimums=minimum_table(setting, value, inherited, state.customer_groups)
        if setting.kind is Kind.GROUP_MINIMUMS
        else None,
        threshold=threshold_words(value, state.text(BACKORDERS)) if setting == MIN_QTY else (),
        shown_when_id=control_id(SETTINGS[shown_when_path]) if shown_when_path else "",
        shown_when_value=shown_when_value,
    )
