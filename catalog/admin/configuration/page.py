"""Stores > Settings > Configuration, what saving it would do, and what was saved before.

Two people there at once: what the page was shown, and what both changed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from unfold.admin import ModelAdmin

from catalog.actions.configuration import save_configuration
from catalog.actions.steps.row import ChangedMeanwhile
from catalog.admin.configuration.history import NAME, SETTING_HISTORY, SettingHistory
from catalog.admin.configuration.presenter import INHERIT_LABELS, beside_errors, configuration_page
from catalog.admin.configuration.scope import ConfigurationScope, UnknownScopeError, configuration_scope, scope_choices
from catalog.admin.effect import EffectPanel, effect_panel
from catalog.admin.lookups import DeclaredLookups
from catalog.admin.pages import PREVIEWS, AdminPage, HasPages, Shown, slow
from catalog.forms.configuration_form import posted_values, typed_beside
from catalog.forms.once import harmless
from catalog.forms.shown_form import CHOICE, SHOWN, Contested, read, signed, who_words
from catalog.models import ConfigurationValue, CustomerGroup, Website
from catalog.queries.configuration import InvalidConfigurationError, own_values, websites_with_views
from catalog.queries.effect import proposed_effect
from catalog.queries.history import last_setting_change
from catalog.rules.configuration import SETTINGS
from catalog.rules.configuration_page import INVENTORY, TABS
from catalog.rules.scope import Scope
from catalog.rules.shown_form import decided
from catalog.words.configuration import value_in_words
from catalog.words.form import changed_words, kept_in_words

TEMPLATE = "admin/configuration/screen.html"


@dataclass(frozen=True)
class Sent:
    """A posted page: own values as `shown` (None for a page that does not say) and as `typed`, once a person has chosen."""

    shown: Mapping[str, str | None] | None
    typed: Mapping[str, str | None]


@dataclass(frozen=True)
class Meanwhile:
    """What the template renders: the hidden field's value, and what is contested."""

    name: str
    value: str
    contested: tuple[Contested, ...] = ()


def sent(post: QueryDict, typed: Mapping[str, str | None]) -> Sent:
    """Read what the page was shown, and what was chosen when it asked."""
    kept = read(post.get(SHOWN, ""))
    if kept is None:
        return Sent(None, typed)
    choices = {path: post.get(f"{CHOICE}{path}", "") for path in kept[1]}
    shown, give_way = decided(shown=kept[0], asked=kept[1], choices=choices)
    return Sent(shown, {**typed, **{path: shown[path] for path in give_way}})


def opened(own: Mapping[str, str]) -> Meanwhile:
    """Return what a page is shown that is opened now: every setting, None where it inherits. `own` is what the page shows."""
    return Meanwhile(SHOWN, signed({path: own.get(path) for path in SETTINGS}, {}))


def contested(was: Sent, refusal: ChangedMeanwhile, scope: ConfigurationScope, *, inherit_label: str) -> Meanwhile:
    """Return the question which of the values of two people stays."""
    groups = dict(CustomerGroup.objects.values_list("code", "name"))

    def words(path: str, text: str | None) -> str:
        return inherit_label if text is None else value_in_words(SETTINGS[path], text, groups)

    asked = {path: theirs for path, (theirs, _) in refusal.contested.items()}
    return Meanwhile(
        SHOWN,
        signed(was.shown or {}, asked),
        tuple(
            Contested(
                label=SETTINGS[path].label,
                who=who_words(last_setting_change(path, website=scope.website, store_view=scope.store_view)),
                theirs=words(path, theirs),
                mine=words(path, mine),
                choice=f"{CHOICE}{path}",
            )
            for path, (theirs, mine) in sorted(refusal.contested.items())
        ),
    )


def kept_words(was: Sent, scope: ConfigurationScope, *, inherit_label: str) -> list[str]:
    """Say which settings somebody else changed meanwhile and stay, after the page was saved."""
    if was.shown is None:
        return []
    own = own_values(website=scope.website, store_view=scope.store_view)
    groups = dict(CustomerGroup.objects.values_list("code", "name"))
    said = []
    for path in was.typed:
        now = own.get(path)
        if path not in was.shown or now == was.shown[path] or was.typed[path] != was.shown[path]:
            continue
        value = inherit_label if now is None else value_in_words(SETTINGS[path], now, groups)
        who = who_words(last_setting_change(path, website=scope.website, store_view=scope.store_view))
        said.append(kept_in_words(SETTINGS[path].label, value, who))
    return said


@admin.register(ConfigurationValue)
class ConfigurationScreen(SettingHistory, HasPages, DeclaredLookups, ModelAdmin):  # type: ignore[misc]  # Unfold carries no types
    """The screen of all settings, in place of a list of stored values: those are never edited one by one."""

    pages = (
        AdminPage("", f"{NAME}_changelist", "settings_view", permission="view", posts="change", template=TEMPLATE),
        AdminPage("preview/", f"{NAME}_preview", "preview_view", permission="change", template=TEMPLATE),
        *SETTING_HISTORY,
    )

    def get_urls(self) -> list[URLPattern]:
        """Answer at these pages alone."""
        return [page.url(self) for page in self.pages]

    def settings_view(self, request: HttpRequest) -> HttpResponse | Shown:
        """Show the settings of the scope that the address names, or save them there."""
        saves = request.method == "POST"
        websites = websites_with_views()
        try:
            scope = configuration_scope(request.GET, websites)
        except UnknownScopeError as error:
            messages.error(request, f"{error} Nothing was saved." if saves else str(error))
            return self._screen(request, websites=websites, status=404)
        if not saves:
            return self._screen(request, websites=websites, scope=scope)
        was = sent(request.POST, posted_values(request.POST, section=scope.section))
        if refused := self._typed_beside(request, scope, was):
            return refused
        inherits = INHERIT_LABELS[scope.level]
        by = request.user if isinstance(request.user, User) else None
        try:
            changed = save_configuration(
                was.typed, by=by, website=scope.website, store_view=scope.store_view, shown=was.shown
            )
        except InvalidConfigurationError as error:
            return self._screen(request, websites=websites, scope=scope, typed=was.typed, errors=error.errors)
        except ChangedMeanwhile as refusal:
            question = contested(was, refusal, scope, inherit_label=inherits)
            return self._screen(request, websites=websites, scope=scope, typed=was.typed, meanwhile=question)
        for sentence in kept_words(was, scope, inherit_label=inherits):
            messages.info(request, sentence)
        told = changed_words(len(changed), len(was.typed), "setting")
        messages.success(request, " ".join(filter(None, ("You saved the configuration.", told))))
        return redirect(request.path + scope.query)

    @slow
    @harmless(PREVIEWS)
    def preview_view(self, request: HttpRequest) -> HttpResponse | Shown:
        """Say what saving the posted settings at Default Config would do; nothing is stored.

        Answers with the page, everything typed kept; for a script with the words alone, unless a field is in error.
        """
        if request.method != "POST":
            return redirect("admin:catalog_configurationvalue_changelist")
        typed = posted_values(request.POST)
        if refused := self._typed_beside(request, ConfigurationScope(), Sent(None, typed)):
            return refused
        try:
            panel = effect_panel(proposed_effect(typed))
        except InvalidConfigurationError as error:
            return self._screen(request, websites=websites_with_views(), typed=typed, errors=error.errors)
        if request.headers.get("X-Requested-With") == "fetch":
            return TemplateResponse(request, "admin/preview/effect.html", {"panel": panel})
        return self._screen(request, websites=websites_with_views(), typed=typed, panel=panel)

    def _typed_beside(self, request: HttpRequest, scope: ConfigurationScope, was: Sent) -> Shown | None:
        """Ask which is meant where a value was typed beside a ticked box; None when none was."""
        beside = typed_beside(request.POST, section=scope.section)
        errors = beside_errors(beside, scope=scope, opened=was.shown)
        if not errors:
            return None
        shown, websites = {**was.typed, **{path: beside[path] for path in errors}}, websites_with_views()
        return self._screen(request, websites=websites, scope=scope, typed=shown, errors=errors, ticked=errors.keys())

    def _meanwhile(self, request: HttpRequest, own: Mapping[str, str]) -> Meanwhile:
        """Return what the page was shown: as it said itself when it comes back with an error or a preview."""
        kept = request.POST.get(SHOWN, "")
        return Meanwhile(SHOWN, kept) if read(kept) else opened(own)

    def _screen(
        self,
        request: HttpRequest,
        *,
        websites: Sequence[Website],
        scope: ConfigurationScope | None = None,
        typed: Mapping[str, str | None] | None = None,
        errors: Mapping[str, str] | None = None,
        ticked: Collection[str] = (),
        panel: EffectPanel | None = None,
        meanwhile: Meanwhile | None = None,
        status: int = 200,
    ) -> Shown:
        shown = scope or ConfigurationScope()
        may_change = self.has_change_permission(request)
        page = configuration_page(section=shown.section, scope=shown, typed=typed, errors=errors, ticked=ticked)
        context = {
            "title": "Configuration",
            "tabs": [
                (
                    tab.label,
                    [(part.label, replace(shown, section=part).query, part == shown.section) for part in tab.sections],
                )
                for tab in TABS
            ],
            "page": page,
            "scopes": scope_choices(shown, websites),
            "may_change": may_change,
            "address": reverse("admin:catalog_configurationvalue_changelist"),
            # Product Stock Options, all that decides what may be sold, are [GLOBAL]: elsewhere there is nothing to preview.
            "preview_address": reverse("admin:catalog_configurationvalue_preview")
            if may_change and shown.level is Scope.DEFAULT and shown.section == INVENTORY
            else "",
            "history_address": reverse("admin:catalog_configurationvalue_history"),
            "panel": panel,
            "meanwhile": meanwhile or self._meanwhile(request, page.own),
        }
        return Shown(context, status)
