"""Members of staff who leave: their names stay with what they did, and somebody always stays who may do everything."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.db.models import ProtectedError, Q
from pghistory.models import Context

MAKE_INACTIVE = "Make the account inactive instead: it opens nothing any more, and the name stays with what was done."
LAST_SUPERUSER = (
    "This is the last active superuser. Make somebody else a superuser first: nobody could give out rights any more."
)


class CannotLeave(Exception):
    """The account was neither deleted nor made inactive; `str()` says why."""


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('the last superuser'))")
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
