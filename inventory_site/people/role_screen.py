"""System > User Roles: what their members may do, in sentences, and what is asked of them before they come in."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldBooleanWidget

from catalog.admin.grid_table import link_cell
from catalog.admin.screen import DeletesByRule
from catalog.words.names import first_named
from catalog.words.refusal import Refused
from inventory_site.locks import lock_role
from inventory_site.models import RoleSecurity
from inventory_site.people.duties import DUTIES, Area
from inventory_site.people.sentences import held_duties, permissions_of, told_by_area, untold, with_needed
from inventory_site.roles import (
    OWN_LAST_RIGHT,
    beyond,
    cannot_give,
    held_without,
    may_rule,
    names,
    of_role,
    permission_rows,
)

admin.site.unregister(Group)
# Django calls it a group; the admin of a shop calls it a role, in headings and messages too.
Group._meta.verbose_name = "user role"  # noqa: SLF001  Django's API
Group._meta.verbose_name_plural = "user roles"  # noqa: SLF001  Django's API

MEMBERS_NAMED = 5
# The name of an area's field in the form.
FIELDS = {area: f"does_{area.name.lower()}" for area in Area}


def sentences_field(area: Area) -> forms.MultipleChoiceField:
    """Return the boxes of an area, a sentence each."""
    return forms.MultipleChoiceField(
        label=area.value,
        required=False,
        choices=[(duty.code, duty.sentence) for duty in DUTIES if duty.area is area],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )


class RoleForm(forms.ModelForm[Group]):
    """A role, as sentences that are picked. `editor` is who fills it in; the screen sets it.

    Rights that are no whole sentence, from before there were any, stay, unless `drops_untold` is ticked.
    """

    editor: User | None = None
    needs_second_factor = forms.BooleanField(
        label="Second factor required",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="Members set one up at their next page, before anything else: a code from an app on their phone.",
    )
    drops_untold = forms.BooleanField(
        label="Take away what no sentence says",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="This role has parts of rights besides, which were given one by one before there were sentences.",
    )
    does_catalog = sentences_field(Area.CATALOG)
    does_stock = sentences_field(Area.STOCK)
    does_orders = sentences_field(Area.ORDERS)
    does_money = sentences_field(Area.MONEY)
    does_settings = sentences_field(Area.SETTINGS)
    does_people = sentences_field(Area.PEOPLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is kept."""
        super().__init__(*args, **kwargs)
        self.before = of_role(self.instance)
        self.added: tuple[str, ...] = ()
        held = {duty.code for duty in held_duties(self.before)}
        asks = RoleSecurity.objects.filter(group=self.instance, needs_second_factor=True) if self.instance.pk else None
        shown: dict[str, Any] = {"needs_second_factor": asks is not None and asks.exists()}
        shown |= {name: [d.code for d in DUTIES if d.area is area and d.code in held] for area, name in FIELDS.items()}
        for name, value in shown.items():
            # Who may only look gets a form without fields.
            if name in self.fields:
                self.fields[name].initial = value

    @property
    def permissions(self) -> frozenset[str]:
        """Return what the role allows once it is saved: what was picked, what that needs, and what no sentence says."""
        picked = {code for name in FIELDS.values() for code in self.cleaned_data.get(name, ())}
        kept = frozenset() if self.cleaned_data.get("drops_untold") else untold(self.before)
        return permissions_of(with_needed(picked)) | kept

    def clean(self) -> dict[str, Any]:
        """Refuse what the editor may not do himself: he could be a member, or make somebody one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.editor is None:
            return cleaned
        after = self.permissions
        if self.errors:
            return cleaned
        if lacking := beyond(self.editor, after - self.before):
            self.add_error(_field_of(lacking), cannot_give("these rights", lacking))
        if leaves_nothing(self.editor, self.instance, after):
            self.add_error(None, OWN_LAST_RIGHT)
        picked = {code for name in FIELDS.values() for code in cleaned.get(name, ())}
        self.added = tuple(duty.sentence for duty in DUTIES if duty.code in with_needed(picked) - picked)
        return cleaned


def _field_of(lacking: list[str]) -> str:
    """Return the area of the first sentence that cannot be given."""
    first = next(duty for duty in DUTIES if set(lacking) & set(duty.permissions))
    return FIELDS[first.area]


def leaves_nothing(editor: User, role: Group, after: frozenset[str]) -> bool:
    """Whether `editor` could do nothing any more, were he left with `after` by `role`. Superusers can do everything always."""
    if editor.is_superuser or not editor.groups.filter(pk=role.pk).exists():
        return False
    return not (after | held_without(editor, role))


class RoleNotDeletable(Refused):
    """The role has members."""


@transaction.atomic
def delete_role(role: Group) -> None:
    """Delete a role that nobody has. Raises `RoleNotDeletable`: its members would lose what it allows, unseen."""
    lock_role(role.pk)
    members = list(role.user_set.order_by("username").values_list("username", flat=True))
    if members:
        named = first_named(members, first=MEMBERS_NAMED)
        raise RoleNotDeletable(f"The role {role} has members ({named}). Give them another role first.")
    role.delete()


@admin.register(Group)
class RoleScreen(DjangoGroupAdmin, DeletesByRule):  # type: ignore[misc]  # Unfold carries no types
    """What members of staff may do, by role."""

    add_label = "Add New Role"
    filter_horizontal = ()
    form = RoleForm
    saved_message = "You saved the role."
    list_display = ("name", "members", "says", "second_factor")
    number_columns = ("members",)
    search_fields = ("name",)
    ordering = ("name",)

    class Media:
        css = {"all": ("admin/salable/people.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Return the roles with their members counted, and what they allow. Three queries a page."""
        rows: QuerySet[Group] = super().get_queryset(request)
        return (
            rows.annotate(member_count=Count("user"))
            .select_related("security")
            .prefetch_related("permissions__content_type")
        )

    @display(description="Members", ordering="member_count")
    def members(self, role: Any) -> str:
        """Return how many users have it, leading to them."""
        return link_cell(f"{reverse('admin:auth_user_changelist')}?role={role.pk}", str(role.member_count))

    @display(description="What its members may do")
    def says(self, role: Group) -> str:
        """Return the sentences, shortened by the column."""
        return " ".join(duty.sentence for duty in held_duties(names(role.permissions.all()))) or "Nothing"

    @display(description="Second factor")
    def second_factor(self, role: Group) -> str:
        """Return whether members have to set one up."""
        security: RoleSecurity | None = getattr(role, "security", None)
        return "Required" if security is not None and security.needs_second_factor else "-"

    @display(description="What its members may do")
    def told(self, role: Group) -> SafeString:
        """Return the sentences, area by area, for who may only look."""
        return render_to_string("admin/staff/sentences.html", {"areas": told_by_area(of_role(role))})

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> tuple[str, ...]:
        """Show in words what cannot be picked."""
        return () if obj is None or self.has_change_permission(request, obj) else ("told", "second_factor")

    def get_fieldsets(self, request: HttpRequest, obj: Group | None = None) -> Any:
        """Ask for the sentences, area by area, and for what is no sentence where there is such."""
        if self.get_readonly_fields(request, obj):
            return ((None, {"fields": ("name", "second_factor", "told")}),)
        more = ("drops_untold",) if obj is not None and untold(of_role(obj)) else ()
        return (
            (None, {"fields": ("name", "needs_second_factor")}),
            ("What its members may do", {"fields": (*FIELDS.values(), *more), "classes": ("role-sentences",)}),
        )

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Leave a role that may do more to those who may."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_rule(cast("User", request.user), obj))

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """As changing."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_rule(cast("User", request.user), obj))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Tell the form who fills it in."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"editor": request.user})

    def save_related(self, request: HttpRequest, form: RoleForm, formsets: Any, change: bool) -> None:  # noqa: FBT001  Django's
        """Keep what the role allows, and what it asks at the door; say what was added for other sentences."""
        super().save_related(request, form, formsets, change)
        form.instance.permissions.set(permission_rows(form.permissions))
        asks = form.cleaned_data["needs_second_factor"]
        RoleSecurity.objects.update_or_create(group=form.instance, defaults={"needs_second_factor": asks})
        for sentence in form.added:
            self.message_user(request, f"Added as well, as the others need it: {sentence}")

    def delete_row(self, row: Group) -> None:
        """Delete a role without members."""
        delete_role(row)
