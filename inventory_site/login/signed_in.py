"""The browsers in which a member of staff is signed in, and the end of what he is not using: one session, or all but one."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from inventory_site.login import log as security_log
from inventory_site.models import Session


@dataclass(frozen=True)
class SignedIn:
    """One login. `login` names it; `last_used_at` is good to five minutes; `owes_factor`: only the password was given so far."""

    login: uuid.UUID
    browser: str
    begun_at: datetime
    last_used_at: datetime
    owes_factor: bool
    is_here: bool


def signed_in(*, of: User, here: uuid.UUID | None, now: datetime) -> list[SignedIn]:
    """Return the logins of `of` that open something, the one `here` first, then the last used first.

    What has ended by itself is left out, though its row is still there: idle, a day old, or of a password before.
    """
    rows = Session.objects.filter(user=of, expire_date__gt=now)
    if of.is_staff:
        idle, whole = settings.STAFF_IDLE_SECONDS, settings.STAFF_SESSION_SECONDS
        rows = rows.filter(
            last_used_at__gte=now - timedelta(seconds=idle), begun_at__gte=now - timedelta(seconds=whole)
        )
    marks = {of.get_session_auth_hash(), *of.get_session_auth_fallback_hash()} if of.is_active else set()
    has_factor = TOTPDevice.objects.filter(user=of, confirmed=True).exists()
    found = []
    for row in rows.order_by("-last_used_at", "-begun_at", "login"):
        said = row.get_decoded()
        if said.get(HASH_SESSION_KEY) in marks and row.login and row.begun_at and row.last_used_at:
            owes = has_factor and DEVICE_ID_SESSION_KEY not in said
            is_here = row.login == here
            found.append(
                SignedIn(row.login, row.browser or "Unknown browser", row.begun_at, row.last_used_at, owes, is_here)
            )
    return sorted(found, key=lambda each: not each.is_here)


@transaction.atomic
def end_session(*, of: User, login: uuid.UUID, by: User) -> str:
    """End one login of `of`; return its browser, empty when it had ended. The next click there leads to the login."""
    rows = Session.objects.filter(user=of, login=login)
    browser = rows.values_list("browser", flat=True).first()
    return (browser or "a browser") if browser is not None and _ended(rows, of=of, by=by) else ""


def sessions_in_words(count: int) -> str:
    """Return "1 session", "2 sessions"."""
    return f"{count} session" if count == 1 else f"{count} sessions"


def end_other_sessions(*, of: User, here: uuid.UUID | None, by: User) -> int:
    """End every login of `of` but that `here`; return how many there were."""
    return _ended(Session.objects.filter(user=of).exclude(login=here), of=of, by=by)


@transaction.atomic
def _ended(rows: QuerySet[Session], *, of: User, by: User) -> int:
    """Delete the rows, as a logout does; a request that is on its way there cannot bring one back."""
    count, _ = rows.delete()
    if count:
        security_log.changed(f"{sessions_in_words(count)} ended", of=of, by=by.get_username())
        if by != of:
            said = f"Ended {sessions_in_words(count)}."
            LogEntry.objects.log_actions(by.pk, [of], CHANGE, said, single_object=True)
    return count
