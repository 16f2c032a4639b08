"""Stores > All Stores > Websites."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from catalog.actions.delete_website import WebsiteNotDeletableError, delete_website
from catalog.actions.save_website import save_website
from catalog.admin.deletes_by_rule import DeletesByRule
from catalog.forms.website_form import WebsiteForm
from catalog.models import Website


@admin.register(Website)
class WebsiteScreen(DeletesByRule):
    """Sales channels: each sells from one stock, in one currency."""

    form = WebsiteForm
    add_label = "Create Website"
    saved_message = "You saved the website."
    refusals = (WebsiteNotDeletableError,)
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
        return ", ".join(str(view) for view in website.store_views.all()) or "None: shoppers can not open it"

    def save_model(self, request: HttpRequest, obj: Website, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Save the website; a new one gets the Default Stock."""
        del request, form, change
        save_website(obj)

    def delete_row(self, row: Website) -> None:
        """Delete by the rules."""
        delete_website(row)
