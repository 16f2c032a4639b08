"""Stores > Settings > Configuration."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin

from catalog.actions.save_configuration import InvalidConfigurationError, save_configuration
from catalog.forms.configuration_form import posted_values
from catalog.forms.configuration_page import configuration_page
from catalog.forms.configuration_scope import (
    ConfigurationScope,
    UnknownScopeError,
    configuration_scope,
    scope_choices,
)
from catalog.models import ConfigurationValue, Website
from catalog.queries.websites_with_views import websites_with_views
from catalog.rules.configuration_tabs import INVENTORY, TABS


@admin.register(ConfigurationValue)
class ConfigurationScreen(ModelAdmin):  # type: ignore[misc]  # Unfold carries no types
    """The one screen of the settings, in the place of a list of rows: nobody edits a stored value by itself."""

    def get_urls(self) -> list[URLPattern]:
        """Answer at the list's address and nowhere else."""
        screen = self.admin_site.admin_view(self.changelist_view)
        return [path("", screen, name="catalog_configurationvalue_changelist")]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the settings of the scope that the address names, or save them there."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        saves = request.method == "POST"
        if saves and not self.has_change_permission(request):
            raise PermissionDenied
        websites = websites_with_views()
        try:
            scope = configuration_scope(request.GET, websites)
        except UnknownScopeError as error:
            messages.error(request, f"{error} Nothing was saved." if saves else str(error))
            return self._screen(request, extra_context, websites=websites, status=404)
        if not saves:
            return self._screen(request, extra_context, websites=websites, scope=scope)
        typed = posted_values(request.POST)
        by = request.user if isinstance(request.user, User) else None
        try:
            save_configuration(typed, by=by, website=scope.website, store_view=scope.store_view)
        except InvalidConfigurationError as error:
            return self._screen(
                request, extra_context, websites=websites, scope=scope, typed=typed, errors=error.errors
            )
        messages.success(request, "You saved the configuration.")
        return redirect(request.path + scope.query)

    def _screen(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None,
        *,
        websites: Sequence[Website],
        scope: ConfigurationScope | None = None,
        typed: Mapping[str, str | None] | None = None,
        errors: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        shown = scope or ConfigurationScope()
        context = {
            **self.admin_site.each_context(request),
            "title": "Configuration",
            "tabs": TABS,
            "current_section": INVENTORY,
            "page": configuration_page(scope=shown, typed=typed, errors=errors),
            "scopes": scope_choices(shown, websites),
            "may_change": self.has_change_permission(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/configuration/screen.html", context, status=status)
