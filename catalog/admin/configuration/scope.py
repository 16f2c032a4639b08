"""The scope that the configuration is shown at, and where values come from there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from catalog.models import ConfigurationValue, StoreView, Website
from catalog.rules.configuration_page import INVENTORY, TABS, ConfigurationSection
from catalog.rules.customer_group import ALL_GROUPS
from catalog.rules.in_force import Configuration, configuration_in_force, group_minimums
from catalog.rules.product_setting import ProductSetting
from catalog.rules.scope import Scope
from catalog.rules.setting import Kind, Setting
from catalog.words.configuration import BUILT_IN, value_in_words

BY_GROUP = "by customer group"


@dataclass(frozen=True)
class OwnValueSource:
    """`own` is said while the product has an own value, `inherited` while "Use Config Setting" is ticked."""

    own: str
    inherited: str


def own_value_source(setting: ProductSetting, configuration: Configuration) -> OwnValueSource:
    """Return the words for the product's own value of `setting`."""
    found = configuration.found[setting.path]
    wider = f"{BUILT_IN if found.scope is None else DEFAULT_CONFIG}: {_value(setting, found.value)}"
    return OwnValueSource(own=f"Own value, in place of {wider}", inherited=wider)


def _value(setting: Setting, text: str) -> str:
    if setting.kind is Kind.GROUP_MINIMUMS and set(group_minimums(text)) - {ALL_GROUPS}:
        return BY_GROUP
    return value_in_words(setting, text, {})


DEFAULT_CONFIG = "Default Config"
WEBSITE = "website"
STORE = "store"
SECTION = "section"


class UnknownScopeError(LookupError):
    """The address names no scope, or more than one; `str()` says so in words."""


@dataclass(frozen=True)
class ConfigurationScope:
    """A store view, a website, or (neither) Default Config; and the section of the configuration that is open."""

    website: Website | None = None
    store_view: StoreView | None = None
    section: ConfigurationSection = INVENTORY

    @property
    def level(self) -> Scope:
        """How narrow it is."""
        return Scope.STORE_VIEW if self.store_view else Scope.WEBSITE if self.website else Scope.DEFAULT

    @property
    def name(self) -> str:
        """Its name in the switcher."""
        named = self.store_view or self.website
        return DEFAULT_CONFIG if named is None else named.name

    @property
    def query(self) -> str:
        """The end of its address, with the question mark; empty for the first section at Default Config."""
        named = {}
        if self.store_view is not None:
            named[STORE] = self.store_view.code
        elif self.website is not None:
            named[WEBSITE] = self.website.code
        if self.section != INVENTORY:
            named[SECTION] = self.section.code
        return f"?{urlencode(named)}" if named else ""


@dataclass(frozen=True)
class ScopeChoice:
    """One entry of the switcher. `kind` is "default", "website" or "store"."""

    name: str
    query: str
    kind: str
    is_current: bool


def configuration_scope(query: QueryDict, websites: Iterable[Website]) -> ConfigurationScope:
    """Return the scope that the address names among `websites` and their store views; raises `UnknownScopeError`.

    A section that does not exist opens the first one.
    """
    sections = {section.code: section for tab in TABS for section in tab.sections}
    return replace(_named(query, websites), section=sections.get(query.get(SECTION, ""), INVENTORY))


def _named(query: QueryDict, websites: Iterable[Website]) -> ConfigurationScope:
    named = [(kind, code) for kind in (WEBSITE, STORE) for code in query.getlist(kind)]
    if not named:
        return ConfigurationScope()
    if len(named) > 1:
        raise UnknownScopeError("Please choose one website or one store view.")
    ((kind, code),) = named
    for website in websites:
        if kind == WEBSITE and website.code == code:
            return ConfigurationScope(website=website)
        for view in website.store_views.all() if kind == STORE else ():
            if view.code == code:
                return ConfigurationScope(store_view=view)
    raise UnknownScopeError(
        f"There is no {'website' if kind == WEBSITE else 'store view'} with the code “{code[:40]}”."
    )


def scope_choices(current: ConfigurationScope, websites: Sequence[Website]) -> tuple[ScopeChoice, ...]:
    """Return the switcher's entries: Default Config, each website, its store views beneath."""
    choices = [("default", ConfigurationScope())]
    for website in websites:
        choices.append(("website", ConfigurationScope(website=website)))
        choices.extend(("store", ConfigurationScope(store_view=view)) for view in website.store_views.all())
    shown = ((kind, replace(scope, section=current.section)) for kind, scope in choices)
    return tuple(ScopeChoice(scope.name, scope.query, kind, scope == current) for kind, scope in shown)


def inherited_at(scope: ConfigurationScope) -> Configuration:
    """Return what holds where the scope has no own value: the next wider scope's values in force."""
    if scope.store_view is not None:
        return ConfigurationValue.objects.in_force(website=scope.store_view.website)
    return ConfigurationValue.objects.in_force() if scope.website is not None else configuration_in_force({})
