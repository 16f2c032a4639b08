"""Stores > Settings > Configuration."""

from collections.abc import Mapping
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
from catalog.models import ConfigurationValue
from catalog.rules.configuration_tabs import INVENTORY, TABS


@admin.register(ConfigurationValue)
class ConfigurationScreen(ModelAdmin):  # type: ignore[misc]  # Unfold carries no types
    """The one screen of the settings, in the place of a list of rows: nobody edits a stored value by itself."""

    def get_urls(self) -> list[URLPattern]:
        """Answer at the list's address and nowhere else."""
        screen = self.admin_site.admin_view(self.changelist_view)
        return [path("", screen, name="catalog_configurationvalue_changelist")]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the settings, or save them."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._screen(request, extra_context)
        if not self.has_change_permission(request):
            raise PermissionDenied
        typed = posted_values(request.POST)
        try:
            save_configuration(typed, by=request.user if isinstance(request.user, User) else None)
        except InvalidConfigurationError as error:
            return self._screen(request, extra_context, typed=typed, errors=error.errors)
        messages.success(request, "You saved the configuration.")
        return redirect(request.path)

    def _screen(
        self,
        request: HttpRequest,
        extra_context: dict[str, Any] | None,
        *,
        typed: Mapping[str, str | None] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Configuration",
            "tabs": TABS,
            "current_section": INVENTORY,
            "page": configuration_page(typed=typed, errors=errors),
            "may_change": self.has_change_permission(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/configuration/screen.html", context)
