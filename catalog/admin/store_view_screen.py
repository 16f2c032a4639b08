"""Stores > All Stores > Store Views."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest
from django.http.request import validate_host

from catalog.actions.delete_store_view import StoreViewNotDeletableError, delete_store_view
from catalog.admin.deletes_by_rule import DeletesByRule
from catalog.forms.store_view_form import StoreViewForm
from catalog.models import StoreView


@admin.register(StoreView)
class StoreViewScreen(DeletesByRule):
    """Faces of the websites."""

    form = StoreViewForm
    add_label = "Create Store View"
    saved_message = "You saved the store view."
    refusals = (StoreViewNotDeletableError,)
    list_display = ("name", "code", "website", "host")
    list_display_links = ("name", "code")
    list_select_related = ("website",)
    search_fields = ("name", "code", "host")
    ordering = ("website__name", "name", "pk")
    fieldsets = ((None, {"fields": ("website", "name", "code", "host")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: StoreView | None = None) -> tuple[str, ...]:
        """Fix the website once it is given: carts and own settings belong to it."""
        del request
        return () if obj is None else ("website",)

    def save_model(self, request: HttpRequest, obj: StoreView, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Save the store view; say when nothing will answer to its host name."""
        super().save_model(request, obj, form, change)
        if obj.host and not validate_host(obj.host, settings.ALLOWED_HOSTS):
            messages.warning(request, f"The server does not answer to {obj.host} yet: add it to ALLOWED_HOSTS.")

    def delete_row(self, row: StoreView) -> None:
        """Delete by the rules."""
        delete_store_view(row)
