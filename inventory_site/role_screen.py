"""The roles of staff: what their members may do, and what is asked of them before they come in."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from unfold.widgets import UnfoldBooleanWidget

from catalog.admin.screen import Screen
from inventory_site.models import RoleSecurity
from inventory_site.roles import beyond, cannot_give, may_rule, names, of_role

admin.site.unregister(Group)


class RoleForm(forms.ModelForm[Group]):
    """A role, and what it asks of its members before they come in. `editor` is who fills it in; the screen sets it."""

    editor: User | None = None
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

    def clean(self) -> dict[str, Any]:
        """Refuse permissions that the editor does not have: he could be a member, or make somebody one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.editor is not None and "permissions" in cleaned:
            before = of_role(self.instance)
            chosen = names(cleaned["permissions"].select_related("content_type"))
            if lacking := beyond(self.editor, chosen - before):
                self.add_error("permissions", cannot_give("these permissions", lacking))
        return cleaned


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, Screen):  # type: ignore[misc]  # Unfold carries no types
    """What members of staff may do, by role."""

    add_label = "Add Group"
    form = RoleForm

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

    def save_model(self, request: HttpRequest, obj: Group, form: RoleForm, change: bool) -> None:  # noqa: FBT001  Django's
        """Keep what the role asks at the door as well."""
        super().save_model(request, obj, form, change)
        asks = form.cleaned_data["needs_second_factor"]
        RoleSecurity.objects.update_or_create(group=obj, defaults={"needs_second_factor": asks})
