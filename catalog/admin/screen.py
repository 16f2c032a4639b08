"""What our screens of rows share: the reference's words on the "add" button and after a save, questions before mass actions."""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin as DjangoModelAdmin
from django.contrib.admin import ShowFacets
from django.contrib.admin.options import ActionLocation
from django.db import DataError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.admin import ModelAdmin

from catalog.admin.changed_only import ChangedOnly
from catalog.admin.declared_lookups import DeclaredLookups

SAID = "said_of_rows"


class Screen(DeclaredLookups, ChangedOnly, ModelAdmin):  # type: ignore[misc]  # Unfold carries no types
    """A grid and a form. `confirmations` is {action: question}; empty words leave Django's."""

    change_list_template = "admin/catalog/change_list.html"
    add_label = "Add"
    saved_message = ""
    deleted_message = ""
    confirmations: Mapping[str, str] = {}
    list_per_page = 50
    # Counts beside each filter would ask every question of the page again, once per choice.
    show_facets = ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the grid; an address with a value that the database cannot even read leads to the whole grid."""
        is_posted = request.method == "POST" and connection.in_atomic_block
        try:
            # A posted form is one transaction: what the database refuses must not end it.
            with transaction.atomic() if is_posted else nullcontext():
                return cast("HttpResponse", super().changelist_view(request, extra_context))
        except DataError:
            messages.error(request, "The filter in the address could not be read.")
            return redirect(request.path)

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any, **kwargs: Any
    ) -> None:
        """Say the screen's own words where Django reports the success of a form, and what became of its rows (`SAID`)."""
        view = "" if request.resolver_match is None else request.resolver_match.url_name or ""
        said = message
        if level == messages.SUCCESS and view.endswith(("_add", "_change")):
            said = " ".join(filter(None, (self.saved_message or str(message), getattr(request, SAID, ""))))
        elif level == messages.SUCCESS and view.endswith("_delete"):
            said = self.deleted_message or message
        super().message_user(request, said, level, *args, **kwargs)

    def get_action_choices(
        self,
        request: HttpRequest,
        default_choices: Any = None,
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> list[tuple[str, str]]:
        """Offer Django's choices: Unfold's own method does not know yet where actions stand (Django 6.1)."""
        first = [("", "Select action")] if default_choices is None else default_choices
        return DjangoModelAdmin.get_action_choices(self, request, first, action_location=action_location)
