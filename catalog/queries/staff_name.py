"""What a member of staff is called beside what he did."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from catalog.models.former_name import FormerName


def staff_name(user: User | None, *, then: str = "") -> str:
    """Return the full name, or the user name where there is none; empty for nobody. `then`: the name at that time, if known."""
    return named(then, "" if user is None else user.get_full_name() or user.get_username())


def named(then: str, now: str) -> str:
    """Return what to call somebody who was called `then` and is called `now`; either may be empty."""
    return f"{then}, now {now}" if then and now and then != now else now or then


def name_then(who: str, at: str) -> Coalesce:
    """Return, for the column `who` of an account and the column `at`, the name that it had then; empty when it still has it."""
    later = FormerName.objects.filter(account=OuterRef(who), until__gt=OuterRef(at)).order_by("until", "pk")
    return Coalesce(Subquery(later.values("name")[:1]), Value(""), output_field=CharField())


def staff_name_at(user: User | None, at: datetime | None) -> str:
    """Return the name of one account as it was at `at`, with what it is now. One query, none for nobody."""
    if user is None or at is None:
        return staff_name(user)
    later = FormerName.objects.filter(account=user.pk, until__gt=at).order_by("until", "pk")
    return staff_name(user, then=later.values_list("name", flat=True).first() or "")
