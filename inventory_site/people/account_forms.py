"""The forms of an account, as staff call its parts.

Of a new account its person chooses the password, and nobody else ever knows it.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from unfold.forms import UserChangeForm
from unfold.widgets import UnfoldBooleanWidget

from inventory_site.login.staff_accounts import LAST_SUPERUSER, is_last_superuser
from inventory_site.roles import OWN_LAST_RIGHT, beyond, cannot_give, names, of_role

FLAGS = ("is_active", "is_staff", "is_superuser")
RIGHTS = ("groups", "user_permissions")
ONLY_SUPERUSERS = "Only administrators make administrators."
# What is given past the roles is shown to administrators alone, and its box to nobody else.
ONLY_SUPERUSERS_TAKE_BACK = "Only administrators take back what was given past the roles."


TAKEN_NAME = "A user with that username already exists."
TAKEN_ADDRESS = "Another account has this address. The link for a password would open both."


WORDS = {
    "username": ("User name", "The name to log in with."),
    "password": ("Password", "Nobody types the password of another: a link to choose one is mailed."),
    "is_active": (
        "Active",
        "An account that is not active opens nothing: its sessions end at once, and nobody logs in with it.",
    ),
    "is_staff": ("Member of staff", "Logs in to the back office."),
    "is_superuser": ("Administrator", "May do everything, and makes other administrators. Needs no role."),
    "groups": ("Roles", "May do what one of them allows."),
}


def name_in_own_words(form: forms.ModelForm[User]) -> None:
    """Call the parts of an account what the shop calls them."""
    for name, (label, said) in WORDS.items():
        if name in form.fields:
            form.fields[name].label, form.fields[name].help_text = label, said


def refused_roles(editor: User | None, *, had: Iterable[Group], chosen: Iterable[Group]) -> list[str]:
    """Return a sentence for each role that `editor` cannot give, as it allows what he may not do himself."""
    kept = set(had)
    return [
        cannot_give(f"the role {role}", lacking)
        for role in chosen
        if editor is not None and role not in kept and (lacking := beyond(editor, of_role(role)))
    ]


class NewAccountForm(forms.ModelForm[User]):
    """A new account, without a password: who makes it would know it."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "is_staff", "groups")

    editor: User | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the address, and take the account for one of staff."""
        super().__init__(*args, **kwargs)
        name_in_own_words(self)
        self.fields["email"].required = True
        self.fields["email"].help_text = "A member of staff is mailed a link to choose a password."
        self.fields["is_staff"].initial = True

    def clean_username(self) -> str:
        """Refuse the name of another in other letters, as Django does for accounts that come with a password."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(TAKEN_NAME, code="unique")
        return name

    def clean_email(self) -> str:
        """Refuse the address of another account."""
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(TAKEN_ADDRESS, code="unique")
        return email

    def clean_groups(self) -> Any:
        """Refuse roles that allow what the editor may not do himself."""
        chosen = self.cleaned_data["groups"]
        if refused := refused_roles(self.editor, had=(), chosen=chosen):
            raise forms.ValidationError(refused)
        return chosen

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  Django's signature
        """Make an account that no password opens yet."""
        self.instance.set_unusable_password()
        return super().save(commit)


class StaffForm(UserChangeForm):  # type: ignore[misc]  # Unfold carries no types
    """`editor` is who fills it in; the screen sets it."""

    editor: User | None = None
    gives_up = forms.BooleanField(
        label="I take these rights away from myself",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="Needed only for your own account. You cannot give them back to yourself.",
    )
    drops_own_rights = forms.BooleanField(
        label="Take back what was given past the roles",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="This user was given rights one by one, before there were sentences. The roles stay.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Call the parts of an account what the shop calls them."""
        super().__init__(*args, **kwargs)
        name_in_own_words(self)

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
        if self.editor is not None and self.editor.pk == stored.pk and self._leaves_nothing(stored, cleaned):
            self.add_error(None, OWN_LAST_RIGHT)
            return cleaned
        if self.editor is not None and self.editor.pk == stored.pk and not cleaned.get("gives_up"):
            lost += [n for n in RIGHTS if n in cleaned and set(getattr(stored, n).all()) - set(cleaned[n])]
            if lost:
                taken = ", ".join(str(self.fields[name].label) for name in lost)
                self.add_error(
                    "gives_up", f"You would take rights away from yourself ({taken}). Tick this if you mean it."
                )
        return cleaned

    def _leaves_nothing(self, stored: User, cleaned: dict[str, Any]) -> bool:
        """Whether an account that could do something could do nothing any more."""
        after = {name: cleaned.get(name, getattr(stored, name)) for name in FLAGS}
        if not (after["is_active"] and after["is_staff"]):
            return True
        roles = cleaned.get("groups", stored.groups.all())
        own = () if cleaned.get("drops_own_rights") else stored.user_permissions.all()
        return not (after["is_superuser"] or own or any(of_role(role) for role in roles))

    def _refuse_too_much(self, editor: User, stored: User, cleaned: dict[str, Any]) -> None:
        """Superusers alone make superusers; roles and permissions are given by who has what they allow."""
        if cleaned.get("is_superuser") and not (stored.is_superuser or editor.is_superuser):
            self.add_error("is_superuser", ONLY_SUPERUSERS)
        if cleaned.get("drops_own_rights") and not editor.is_superuser:
            self.add_error(None, ONLY_SUPERUSERS_TAKE_BACK)
        for refused in refused_roles(editor, had=stored.groups.all(), chosen=cleaned.get("groups", ())):
            self.add_error("groups", refused)
        given = names(cleaned.get("user_permissions", ())) - names(stored.user_permissions.all())
        if lacking := beyond(editor, given):
            self.add_error("user_permissions", cannot_give("these permissions", lacking))
