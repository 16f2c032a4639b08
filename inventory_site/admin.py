"""Users and groups in Unfold's dress."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice
from unfold.admin import StackedInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldBooleanWidget

from catalog.admin.screen import Screen
from catalog.models import Customer
from inventory_site.models import RoleSecurity
from inventory_site.second_factor import take_off
from inventory_site.security_log import changed

admin.site.unregister(User)
admin.site.unregister(Group)
# Their screens show keys and codes. They are imported by way of these screens, which are so registered before they are not.
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)


class CustomerGroupOfUser(StackedInline):  # type: ignore[misc]  # Unfold carries no types
    """The customer group that a user shops in."""

    model = Customer
    verbose_name = verbose_name_plural = "Customer group"
    extra = 1

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say what the group does."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "group":
            field.help_text = "Decides the minimum quantities in the shop. A user without one shops as NOT LOGGED IN."
        return field


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User], Screen):  # type: ignore[misc]  # Unfold carries no types
    """Members of staff, and customers."""

    add_label = "Add User"
    inlines = (CustomerGroupOfUser,)
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    actions = ("reset_second_factor",)

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

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type[CustomerGroupOfUser], ...]:
        """Ask for the group once there is a user."""
        del request
        return () if obj is None else self.inlines


class RoleForm(forms.ModelForm[Group]):
    """A role, and what it asks of its members before they come in."""

    needs_second_factor = forms.BooleanField(
        label="Second factor required",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="Members set one up at their next page, before anything else: a code from an app on their phone.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is kept."""
        super().__init__(*args, **kwargs)
        asks = RoleSecurity.objects.filter(group=self.instance, needs_second_factor=True) if self.instance.pk else None
        self.fields["needs_second_factor"].initial = asks is not None and asks.exists()


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, Screen):  # type: ignore[misc]  # Unfold carries no types
    """What members of staff may do, by role."""

    add_label = "Add Group"
    form = RoleForm

    def save_model(self, request: HttpRequest, obj: Group, form: RoleForm, change: bool) -> None:  # noqa: FBT001  Django's
        """Keep what the role asks at the door as well."""
        super().save_model(request, obj, form, change)
        asks = form.cleaned_data["needs_second_factor"]
        RoleSecurity.objects.update_or_create(group=obj, defaults={"needs_second_factor": asks})
