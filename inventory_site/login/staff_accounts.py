"""The accounts of staff: how they are made inactive, deleted. Somebody always stays who may do everything."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from pghistory.models import Context

from catalog.words.refusal import Refused
from inventory_site.locks import lock_superusers
from inventory_site.login.signed_in import end_other_sessions

MAKE_INACTIVE = "Make the account inactive instead: it opens nothing any more, and the name stays with what was done."
OWN_ACCOUNT = "This is your own account: let somebody else close it."
LAST_SUPERUSER = (
    "This is the last active administrator. Make somebody else an administrator first: nobody could give out rights any"
    " more."
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


def why_it_stays(user: User, *, by: User) -> str:
    """Return why `by` can neither delete the account nor make it inactive; empty when that is possible."""
    return LAST_SUPERUSER if is_last_superuser(user) else OWN_ACCOUNT if user == by else ""


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
    """Close the account: nobody logs in with it, and its sessions end now. Safe to repeat. Raises `CannotLeave`."""
    if stays := why_it_stays(user, by=by):
        raise CannotLeave(stays)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        LogEntry.objects.log_actions(by.pk, [user], CHANGE, [{"changed": {"fields": ["Active"]}}], single_object=True)
    end_other_sessions(of=user, here=None, by=by)


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
