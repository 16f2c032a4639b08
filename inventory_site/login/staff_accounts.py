"""The accounts of staff: how they are typed, made inactive, deleted. Somebody always stays who may do everything.

Of a new account its person chooses the password, and nobody else ever knows it.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from pghistory.models import Context
from unfold.forms import UserChangeForm
from unfold.widgets import UnfoldBooleanWidget

from catalog.words.refusal import Refused
from inventory_site.locks import lock_superusers
from inventory_site.roles import beyond, cannot_give, names, of_role

FLAGS = ("is_active", "is_staff", "is_superuser")
RIGHTS = ("groups", "user_permissions")
ONLY_SUPERUSERS = "Only superusers make superusers."


TAKEN_NAME = "A user with that username already exists."
TAKEN_ADDRESS = "Another account has this address. The link for a password would open both."


class NewAccountForm(forms.ModelForm[User]):
    """A new account, without a password: who makes it would know it."""

    class Meta:
        model = User
        fields = ("username", "email", "is_staff")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the address, and take the account for one of staff."""
        super().__init__(*args, **kwargs)
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


MAKE_INACTIVE = "Make the account inactive instead: it opens nothing any more, and the name stays with what was done."
LAST_SUPERUSER = (
    "This is the last active superuser. Make somebody else a superuser first: nobody could give out rights any more."
)


class CannotLeave(Refused):
    """The account was neither deleted nor made inactive."""


def traces(user: User) -> Iterator[str]:
    """Yield, in words, what `user` did that bears his name: orders, parcels, entries of histories."""
    for relation in user._meta.related_objects:  # noqa: SLF001  Django's API
        if relation.on_delete is models.PROTECT:
            found = relation.related_model._default_manager.filter(**{relation.field.name: user}).count()  # noqa: SLF001
            if found:
                options = relation.related_model._meta  # noqa: SLF001
                name = options.verbose_name if found == 1 else options.verbose_name_plural
                yield f"{found:,} {name} ({relation.field.verbose_name})"
    others = (
        ("change", "changes in the admin's log", LogEntry.objects.filter(user=user)),
        ("change", "changes of settings and quantities", Context.objects.filter(metadata__user=user.pk)),
    )
    for _one, many, rows in others:
        if found := rows.count():
            yield f"{found:,} {many}"


def refuse_with_traces(instance: User, **_: Any) -> None:
    """Let nobody delete an account with traces, from wherever: Django would take its log away with it. A receiver."""
    if left := list(traces(instance)):
        message = f"{instance.get_username()} cannot be deleted: {', '.join(left)}. {MAKE_INACTIVE}"
        raise ProtectedError(message, {instance})


def is_last_superuser(user: User) -> bool:
    """Whether nobody else may do everything. Call it in the transaction of the change: others wait for its end."""
    lock_superusers()
    whole = Q(is_active=True, is_staff=True, is_superuser=True)
    return (
        User.objects.filter(whole, pk=user.pk).exists() and not User.objects.filter(whole).exclude(pk=user.pk).exists()
    )


@transaction.atomic
def delete_account(*, user: User) -> None:
    """Delete an account that never did anything. Raises `CannotLeave`."""
    if is_last_superuser(user):
        raise CannotLeave(LAST_SUPERUSER)
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError as error:
        raise CannotLeave(f"{user} has done something meanwhile. {MAKE_INACTIVE}") from error


@transaction.atomic
def make_inactive(*, user: User, by: User) -> None:
    """Close the account: no login, and sessions that are open end with their next click. Safe to repeat. Raises `CannotLeave`."""
    if is_last_superuser(user):
        raise CannotLeave(LAST_SUPERUSER)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        LogEntry.objects.log_actions(by.pk, [user], CHANGE, [{"changed": {"fields": ["Active"]}}], single_object=True)


NO_ADDRESS = "This account has no email address to which a link could be mailed. Save one first."
NOT_IN = (
    "This account is inactive, or not one of staff: a password would open nothing, and no link is mailed. Save it as an active"
    " member of staff first."
)


def cannot_be_mailed(user: User) -> str:
    """Return why no link to choose a password would reach `user`; empty when one does."""
    if not (user.is_active and user.is_staff):
        return NOT_IN
    return "" if user.email else NO_ADDRESS


@transaction.atomic
def take_password_back(*, user: User, by: User) -> None:
    """Let the password of today open nothing any more, and end the account's sessions: a link for a new one is to be mailed.

    Raises `CannotLeave` when none would be mailed.
    """
    if problem := cannot_be_mailed(user):
        raise CannotLeave(problem)
    user.set_unusable_password()
    user.save(update_fields=("password",))
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, "Asked for a new password by mail.", single_object=True)
