"""System > All Users: the grid, and what an account may do in sentences."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from unfold.decorators import display

from catalog.admin.grid_filters import ChoiceFilter, DateFilter
from catalog.admin.grid_table import label_cell, names_cell
from catalog.admin.history import moment_words
from inventory_site.login.backend import with_second_factor
from inventory_site.people.sentences import told_by_area
from inventory_site.roles import held_by
from inventory_site.shoppers.accounts import shoppers

ADMINISTRATORS = "administrators"
NO_ROLE = "none"


def _roles() -> Iterable[tuple[str, str]]:
    named = ((str(pk), name) for pk, name in Group.objects.order_by("name").values_list("pk", "name"))
    return [(ADMINISTRATORS, "Administrator"), *named, (NO_ROLE, "No role")]


def _with_role(rows: QuerySet[Any], chosen: str, _request: HttpRequest) -> QuerySet[Any]:
    match chosen:
        case "administrators":
            return rows.filter(is_superuser=True)
        case "none":
            return rows.filter(is_superuser=False, groups=None)
        case _:
            return rows.filter(Q(groups=int(chosen)))


# Who signed up in the shop is no member of staff, and there may be a hundred thousand: shown where they are asked for.
KIND, SHOPPERS = "kind", "shoppers"


def _of_kind(rows: QuerySet[Any], chosen: str, _request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(shoppers()) if chosen == SHOPPERS else rows.exclude(shoppers())


FILTERS = (
    ChoiceFilter(
        KIND, "Kind", narrow=_of_kind, choices=(("staff", "Members of staff"), (SHOPPERS, "Accounts of shoppers"))
    ),
    ChoiceFilter("role", "Role", narrow=_with_role, choices=_roles),
    ChoiceFilter("state", "Status", "is_active", choices=(("True", "Active"), ("False", "Inactive"))),
    DateFilter("login", "Last login", "last_login"),
)


class UserGrid:
    """A base of the screen: columns and filters."""

    list_display = ("username", "name_shown", "email", "roles_shown", "last_login_shown", "state", "factor", "made")
    hidden_columns = ("factor", "made")
    date_columns = ("last_login_shown", "made")
    list_filter = ()
    filters = FILTERS
    filter_horizontal = ()
    search_help_text = "Search by user name, name or e-mail"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return the users with their roles, and whether they have a second factor. Two queries a page.

        The grid leaves out shoppers unless they are asked for; each has a page all the same.
        """
        rows: QuerySet[User] = super().get_queryset(request)  # type: ignore[misc]  # ModelAdmin's
        match = request.resolver_match
        is_list = match is None or not match.kwargs.keys() & {"object_id", "pk", "id"}
        if is_list and request.GET.get(KIND) != SHOPPERS:
            rows = rows.exclude(shoppers())
        return with_second_factor(rows).prefetch_related("groups")

    @display(description="Name", ordering="last_name")
    def name_shown(self, user: User) -> str:
        """Return first and last name."""
        return user.get_full_name()

    @display(description="Role")
    def roles_shown(self, user: User) -> SafeString | str:
        """Return the roles; an administrator needs none."""
        roles = sorted(role.name for role in user.groups.all())
        return names_cell(["Administrator", *roles] if user.is_superuser else roles)

    @display(description="Last login", ordering="last_login")
    def last_login_shown(self, user: User) -> str:
        """Return when the user last logged in."""
        return moment_words(user.last_login) if user.last_login else "Never"

    @display(description="Created", ordering="date_joined")
    def made(self, user: User) -> str:
        """Return when the account was made."""
        return moment_words(user.date_joined)

    @display(description="Status", ordering="is_active")
    def state(self, user: User) -> str:
        """Return whether the account opens anything."""
        return label_cell("Active", "success") if user.is_active else label_cell("Inactive", "danger")

    @display(description="Second factor")
    def factor(self, user: Any) -> str:
        """Return whether one was set up."""
        return "Set up" if user.has_factor else ("Required" if user.role_asks else "-")

    @display(description="By roles and rights of its own")
    def told(self, user: User) -> SafeString:
        """Return in sentences what the user may do, area by area."""
        areas = () if user.is_superuser else told_by_area(held_by(user))
        return render_to_string("admin/staff/sentences.html", {"areas": areas, "is_everything": user.is_superuser})
