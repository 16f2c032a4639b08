"""The form of an account: nobody locks everybody out with it, and nobody himself without saying so."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from unfold.forms import UserChangeForm
from unfold.widgets import UnfoldBooleanWidget

from inventory_site.staff_accounts import LAST_SUPERUSER, is_last_superuser

FLAGS = ("is_active", "is_staff", "is_superuser")
RIGHTS = ("groups", "user_permissions")


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
        """Refuse what leaves no superuser, and ask before a person takes rights away from himself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stored = User.objects.get(pk=self.instance.pk)
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
