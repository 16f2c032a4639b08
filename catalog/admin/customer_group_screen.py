"""Customers > Customer Groups."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from unfold.decorators import display

from catalog.actions.customer_group import delete_customer_group, save_customer_group
from catalog.admin.customer_screen import sees_members
from catalog.admin.grid_table import link_cell
from catalog.admin.screen import DeletesByRule
from catalog.models import Customer, CustomerGroup
from catalog.rules.customer_group import NOT_LOGGED_IN


@admin.register(CustomerGroup)
class CustomerGroupScreen(DeletesByRule):
    """Groups of shoppers, and the way to who is in which."""

    add_label = "Add New Customer Group"
    saved_message = "You saved the customer group."
    fields = ("name",)
    list_display = ("code", "name", "members")
    list_display_links = ("code", "name")
    search_fields = ("name",)
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CustomerGroup]:
        """Count the customers of a page at once, and note whether they may be looked at."""
        rows = super().get_queryset(request)
        counted = rows.annotate(member_count=Count("customers"), leads_on=Value(sees_members(request)))
        return cast("QuerySet[CustomerGroup]", counted)

    @display(description="Customers")
    def members(self, group: CustomerGroup) -> str:
        """Return how many customers are in it."""
        if group.code == NOT_LOGGED_IN:
            return "Everyone who is not logged in"
        count = str(getattr(group, "member_count", 0))
        if not getattr(group, "leads_on", False):
            return count
        return link_cell(f"{reverse('admin:catalog_customer_changelist')}?group={group.code}", count)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the group alone: a group that has members stays, and says so without their addresses."""
        to_delete, counts, needed, _members = super().get_deleted_objects(objs, request)
        return to_delete[:1], counts, needed - {Customer._meta.verbose_name}, []  # noqa: SLF001  Django's API

    def get_readonly_fields(self, request: HttpRequest, obj: CustomerGroup | None = None) -> tuple[str, ...]:
        """Keep the name of those who are not logged in."""
        del request
        return ("name",) if obj is not None and obj.code == NOT_LOGGED_IN else ()

    def save_model(self, request: HttpRequest, obj: CustomerGroup, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Save the group; a new one gets its code."""
        del request, form, change
        save_customer_group(obj)

    def delete_row(self, row: CustomerGroup) -> None:
        """Delete by the rules."""
        delete_customer_group(row)
