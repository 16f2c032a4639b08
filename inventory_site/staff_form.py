"""The form of an account: nobody gives more than he has, locks everybody out with it, or himself without saying so."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from unfold.forms import UserChangeForm
from unfold.widgets import UnfoldBooleanWidget

from inventory_site.rights import beyond, cannot_give, names, of_role
from inventory_site.staff_accounts import LAST_SUPERUSER, is_last_superuser

FLAGS = ("is_active", "is_staff", "is_superuser")
RIGHTS = ("groups", "user_permissions")
ONLY_SUPERUSERS = "Only superusers make superusers."


class StaffForm(UserChangeForm):  # type: ignore[misc]  # Unfold carries no types
    """`editor` is who fills it in; the screen sets it."""

    editor: User | None = None
    gives_up = forms.BooleanField(
        label="I take these rights away from myself",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="Needed only for your own account. You cannot give them back to yourself.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what leaves no superuser or gives too much, and ask before a person takes rights away from himself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stored = User.objects.get(pk=self.instance.pk)
        if self.editor is not None:
            self._refuse_too_much(self.editor, stored, cleaned)
        lost = [name for name in FLAGS if name in cleaned and getattr(stored, name) and not cleaned[name]]
        if lost and is_last_superuser(stored):
            self.add_error(lost[0], LAST_SUPERUSER)
            return cleaned
        if self.editor is not None and self.editor.pk == stored.pk and not cleaned.get("gives_up"):
            lost += [n for n in RIGHTS if n in cleaned and set(getattr(stored, n).all()) - set(cleaned[n])]
            if lost:
                taken = ", ".join(str(self.fields[name].label) for name in lost)
                self.add_error(
                    "gives_up", f"You would take rights away from yourself ({taken}). Tick this if you mean it."
                )
        return cleaned

    def _refuse_too_much(self, editor: User, stored: User, cleaned: dict[str, Any]) -> None:
        """Superusers alone make superusers; roles and permissions are given by who has what they allow."""
        if cleaned.get("is_superuser") and not (stored.is_superuser or editor.is_superuser):
            self.add_error("is_superuser", ONLY_SUPERUSERS)
        had = set(stored.groups.all())
        for role in cleaned.get("groups", ()):
            if role not in had and (lacking := beyond(editor, of_role(role))):
                self.add_error("groups", cannot_give(f"the role {role}", lacking))
        given = names(cleaned.get("user_permissions", ())) - names(stored.user_permissions.all())
        if lacking := beyond(editor, given):
            self.add_error("user_permissions", cannot_give("these permissions", lacking))
