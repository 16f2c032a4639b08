"""Customers > Customer Groups > their members: which e-mail addresses shop in which group, before and after their first order."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog.admin.grid_filters import ChoiceFilter
from catalog.admin.screen import Screen
from catalog.models import Customer, CustomerGroup
from catalog.rules.customer_group import NOT_LOGGED_IN

MAY_SET_GROUP = "catalog.change_customer"
# Addresses of customers are for who sees their orders; this right names the groups alone.
_SEES_GROUPS, _SEES_CUSTOMERS = "catalog.view_customergroup", "backorders.view_order"


def sees_members(request: HttpRequest) -> bool:
    """Whether the addresses in the groups may be read."""
    has = request.user.has_perm
    return has(MAY_SET_GROUP) or (has(_SEES_GROUPS) and has(_SEES_CUSTOMERS))


def group_choices() -> list[tuple[str, str]]:
    """Return the groups that an address can be put into, by their codes."""
    return list(CustomerGroup.objects.exclude(code=NOT_LOGGED_IN).order_by("pk").values_list("code", "name"))


@admin.register(Customer)
class CustomerScreen(Screen):
    """One right opens all of it: to put an address into a group, and to take it out."""

    add_label = "Add Member"
    saved_message = "You saved the member of the group."
    fields = ("email", "group")
    list_display = ("email", "group")
    list_select_related = ("group",)
    filters = (ChoiceFilter("group", "Customer Group", "group__code", choices=group_choices),)
    search_fields = ("email",)
    search_help_text = "Search by e-mail"
    ordering = ("email", "pk")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Ask for the address: the column may be empty for who had none."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "email" in form.base_fields:
            form.base_fields["email"].required = True
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Customer | None = None) -> tuple[str, ...]:
        """Keep the address: another one is another customer."""
        del request
        return () if obj is None else ("email",)

    def has_view_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        """Show them to who sees the groups, and customers."""
        del obj
        return sees_members(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As changing."""
        return request.user.has_perm(MAY_SET_GROUP)

    def has_delete_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        """As changing."""
        del obj
        return request.user.has_perm(MAY_SET_GROUP)
