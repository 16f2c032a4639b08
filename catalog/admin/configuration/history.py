"""Stores > Configuration > History: who changed which setting, and a change taken back."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from catalog.actions.undo_change import undo_setting_change
from catalog.admin.history import history_page, tell_taken_back
from catalog.admin.pages import POSTS, READS, AdminPage
from catalog.queries.history import setting_changes

NAME = "catalog_configurationvalue"


class SettingHistory:
    """The part of the screen of all settings that shows what was changed; a base beside `ModelAdmin`."""

    admin_site: Any

    def history_of_settings(self, request: HttpRequest) -> HttpResponse:
        """Show who changed which setting."""
        may_undo = request.user.has_perm("catalog.change_configurationvalue")
        return history_page(
            request,
            self.admin_site,
            title="History of the configuration",
            changes=lambda most: setting_changes(most=most),
            back=reverse(f"admin:{NAME}_changelist"),
            undo=reverse(f"admin:{NAME}_undo") if may_undo else "",
        )

    def undo_change(self, request: HttpRequest) -> HttpResponse:
        """Take back a change of a setting."""
        by = request.user if isinstance(request.user, User) else None
        return tell_taken_back(
            request, lambda mark: undo_setting_change(mark=mark, by=by), back=reverse(f"admin:{NAME}_history")
        )


SETTING_HISTORY = (
    AdminPage("history/undo/", f"{NAME}_undo", "undo_change", permission="change", methods=POSTS),
    AdminPage("history/", f"{NAME}_history", "history_of_settings", permission="view", methods=READS),
)
