"""Stores > All Stores > Websites, and Store Views."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.request import validate_host
from unfold.decorators import display

from catalog.actions.website import (
    delete_store_view,
    delete_website,
    save_website,
)
from catalog.admin.grid_table import names_cell
from catalog.admin.screen import DeletesByRule
from catalog.forms.website_form import StoreViewForm, WebsiteForm
from catalog.models import StoreView, Website


@admin.register(Website)
class WebsiteScreen(DeletesByRule):
    """Sales channels: each sells from one stock, in one currency."""

    form = WebsiteForm
    add_label = "Create Website"
    saved_message = "You saved the website."
    list_display = ("name", "code", "currency", "stock", "views")
    list_display_links = ("name", "code")
    search_fields = ("name", "code")
    ordering = ("name", "pk")
    fieldsets = ((None, {"fields": ("name", "code", "currency")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Website]:
        """Load stocks and store views of a page at once."""
        rows = super().get_queryset(request)
        return cast("QuerySet[Website]", rows.select_related("sales_channel__stock").prefetch_related("store_views"))

    @display(description="Stock")
    def stock(self, website: Website) -> str:
        """Return the stock that it sells from."""
        channel = getattr(website, "sales_channel", None)
        return "None: the shop is closed" if channel is None else str(channel.stock)

    @display(description="Store Views")
    def views(self, website: Website) -> str:
        """Return its store views."""
        return names_cell([str(view) for view in website.store_views.all()]) or "None: shoppers can not open it"

    def save_model(self, request: HttpRequest, obj: Website, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Save the website; a new one gets the Default Stock."""
        del request, form, change
        save_website(obj)

    def delete_row(self, row: Website) -> None:
        """Delete by the rules."""
        delete_website(row)


@admin.register(StoreView)
class StoreViewScreen(DeletesByRule):
    """Faces of the websites."""

    form = StoreViewForm
    add_label = "Create Store View"
    saved_message = "You saved the store view."
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
