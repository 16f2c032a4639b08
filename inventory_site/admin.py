"""Users and groups in Unfold's dress."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from unfold.admin import StackedInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from catalog.admin.screen import Screen
from catalog.models import Customer

admin.site.unregister(User)
admin.site.unregister(Group)


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

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type[CustomerGroupOfUser], ...]:
        """Ask for the group once there is a user."""
        del request
        return () if obj is None else self.inlines


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, Screen):  # type: ignore[misc]  # Unfold carries no types
    """What members of staff may do, by role."""

    add_label = "Add Group"
