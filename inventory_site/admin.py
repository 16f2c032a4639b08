"""Users and groups in Unfold's dress."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from unfold.admin import ModelAdmin, StackedInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from catalog.models import Customer

admin.site.unregister(User)
admin.site.unregister(Group)


class CustomerGroupOfUser(StackedInline):  # type: ignore[misc]  # Unfold carries no types
    """The customer group that a user shops in."""

    model = Customer
    verbose_name = verbose_name_plural = "Customer group: decides minimum quantities; without one: NOT LOGGED IN"
    extra = 0


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User], ModelAdmin):  # type: ignore[misc]  # Unfold carries no types
    """Members of staff, and customers."""

    inlines = (CustomerGroupOfUser,)
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type[CustomerGroupOfUser], ...]:
        """Ask for the group once there is a user."""
        del request
        return () if obj is None else self.inlines


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):  # type: ignore[misc]  # Unfold carries no types
    """What members of staff may do, by role."""
