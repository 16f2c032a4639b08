"""System > All Users: members of staff, their roles, and what they may do."""

from typing import Any, cast

from allauth.account.admin import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from catalog.admin.screen import DeletesByRule, tell_problems
from catalog.queries.history import staff_name
from catalog.words.refusal import refusals
from inventory_site.login.forgotten_password import mail_link
from inventory_site.login.log import changed
from inventory_site.login.second_factor import take_off
from inventory_site.login.signed_in import end_other_sessions
from inventory_site.login.signed_in_pages import BROWSERS_OF
from inventory_site.login.staff_accounts import (
    MAKE_INACTIVE,
    cannot_be_mailed,
    delete_account,
    make_inactive,
    take_password_back,
    traces,
    why_it_stays,
)
from inventory_site.people.account_forms import NewAccountForm, StaffForm
from inventory_site.people.user_grid import UserGrid
from inventory_site.roles import may_command

admin.site.unregister(User)
# Both screens show keys and codes. The imports above registered them; they must not stay.
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)
# What confirms an address is the link that was mailed there, and no box of ours.
admin.site.unregister(EmailAddress)


@admin.register(User)
class UserScreen(UserGrid, DjangoUserAdmin[User], DeletesByRule):  # type: ignore[misc]  # Unfold carries no types
    """Members of staff, and customers. Who did anything is made inactive, not deleted: names stay with what was done."""

    add_label = "Add New User"
    saved_message = "You saved the user."
    form = StaffForm
    add_form = NewAccountForm
    add_fieldsets = ((None, {"fields": NewAccountForm.Meta.fields}),)
    readonly_fields = ("told", "last_login_shown", "made")
    fieldsets = (
        ("User", {"fields": ("username", "first_name", "last_name", "email", "password")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("What this user may do", {"fields": ("told",)}),
        ("Dates", {"fields": ("last_login_shown", "made")}),
    )
    change_form_template = "admin/staff/change_form.html"
    delete_confirmation_template = "admin/staff/delete.html"
    pages = (BROWSERS_OF,)
    actions = ("reset_second_factor",)

    class Media:
        css = {"all": ("admin/salable/people.css",)}

    @admin.action(description="Reset second factor", permissions=["reset_second_factor"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Take the second factor off: its owner lost the phone and the codes, and said so in person."""
        for user in users:
            if take_off(user=user):
                changed("Second factor reset", of=user, by=request.user.get_username())
                self.log_change(request, user, "Reset the second factor.")
                messages.success(request, f"The second factor of {user} was reset.")
            else:
                messages.info(request, f"{user} has no second factor.")

    def has_reset_second_factor_permission(self, request: HttpRequest) -> bool:
        """Only superusers: whoever may do this needs only a password to come in as somebody else."""
        return bool(request.user.is_superuser)

    def has_end_sessions_permission(self, request: HttpRequest) -> bool:
        """Only superusers see where others are signed in."""
        return bool(request.user.is_superuser)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the account's logins."""
        more = {**(extra_context or {}), "may_end_sessions": self.has_end_sessions_permission(request)}
        page: HttpResponse = super().change_view(request, object_id, form_url, more)
        return page

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Leave who may do more to those who may as much: who may set somebody's password can act as him."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_command(cast("User", request.user), obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """As changing."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_command(cast("User", request.user), obj))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Let only superusers make superusers."""
        found = super().get_readonly_fields(request, obj)
        return found if request.user.is_superuser else (*found, "is_superuser")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Ask for the word of who changes his own rights; leave out the password for who may only look.

        Django shows the whole of its hash there, for anybody to guess at. Rights past the roles can be taken back by superusers.
        """
        found = super().get_fieldsets(request, obj)
        if obj is None:
            return found
        may_change = self.has_change_permission(request, obj)
        left_out = set() if may_change else {"password"}
        is_own = may_change and obj == request.user
        has_own_rights = bool(obj.pk) and request.user.is_superuser and obj.user_permissions.exists()
        more = {"Access": ["gives_up"] * is_own, "What this user may do": ["drops_own_rights"] * has_own_rights}
        return [
            (title, {"fields": [*(f for f in options["fields"] if f not in left_out), *more.get(str(title), ())]})
            for title, options in found
        ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the roles as boxes."""
        if db_field.name == "groups":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out Django's way to a new role beside the boxes: a role is made on its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.widget = getattr(field.widget, "widget", field.widget)
        return field

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Tell the form who fills it in."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"editor": request.user})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Mail a new member of staff the link to choose a password; end the sessions of an account that opens nothing any more."""
        super().save_model(request, obj, form, change)
        if change and not (obj.is_active and obj.is_staff):
            end_other_sessions(of=obj, here=None, by=cast("User", request.user))
        is_new = obj.is_staff and (not change or "is_staff" in form.changed_data)
        if is_new and not obj.has_usable_password() and not cannot_be_mailed(obj):
            self._mail_link(request, obj, is_first=True)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Take back the rights past the roles, when that was asked for."""
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("drops_own_rights"):
            form.instance.user_permissions.clear()

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  Django's
        """Ask for a new password by mail: nobody types the password of another. One's own has a page of its own."""
        del form_url
        person = self.get_object(request, id)
        if person is None or not self.has_change_permission(request, person):
            raise PermissionDenied
        if person == request.user:
            return redirect("admin:password_change")
        back = reverse("admin:auth_user_change", args=(person.pk,))
        if request.method == "POST":
            with refusals() as problems:
                take_password_back(user=person, by=cast("User", request.user))
                changed("Password taken back", of=person, by=request.user.get_username())
                self._mail_link(request, person, is_first=False)
            tell_problems(request, problems)
            return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": "New password",
            "opts": self.opts,
            "object": person,
            "person": staff_name(person),
            "email": person.email,
            "problem": cannot_be_mailed(person),
            "back": back,
        }
        return TemplateResponse(request, "admin/staff/new_password.html", context)

    def _mail_link(self, request: HttpRequest, person: User, *, is_first: bool) -> None:
        mail_link(
            user=person,
            domain=request.get_host(),
            is_secure=request.is_secure(),
            is_first=is_first,
            now=timezone.now(),
        )
        messages.success(request, f"A link to choose a password is on its way to {person.email}.")

    def delete_row(self, row: User) -> None:
        """Delete an account that never did anything."""
        delete_account(user=row)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask; an account with traces is not deleted, and can be made inactive instead."""
        person = self.get_object(request, object_id)
        if person is None or not self.has_delete_permission(request, person):
            return super().delete_view(request, object_id, extra_context)
        if request.method == "POST" and "inactive" in request.POST:
            return self._made_inactive(request, person)
        left = list(traces(person))
        stays = why_it_stays(person, by=cast("User", request.user))
        if request.method == "POST" and not left and not stays:
            return super().delete_view(request, object_id, extra_context)
        if request.method == "POST":
            messages.error(request, f"{person} was not deleted. {stays or MAKE_INACTIVE}")
        context = {
            **self.admin_site.each_context(request),
            "title": "Delete User",
            "opts": self.opts,
            "object": person,
            "person": staff_name(person),
            "traces": left,
            "is_last": stays,
            "may_close": person.is_active and self.has_change_permission(request, person),
            "is_active": person.is_active,
            "back": reverse("admin:auth_user_change", args=(person.pk,)),
        }
        return TemplateResponse(request, self.delete_confirmation_template, context)

    def _made_inactive(self, request: HttpRequest, person: User) -> HttpResponse:
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        with refusals() as problems:
            make_inactive(user=person, by=cast("User", request.user))
            messages.success(request, f"{person} is inactive now, and cannot log in any more.")
        tell_problems(request, problems)
        return redirect("admin:auth_user_change", person.pk)
