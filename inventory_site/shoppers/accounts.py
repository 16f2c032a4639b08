"""The accounts of shoppers: whose address it is, made when one is asked for, confirmed by the link that was mailed there."""

import unicodedata
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q

from inventory_site.shoppers.rules import account_name

# An account whose address nobody confirmed is forgotten after so long.
UNCONFIRMED_FOR = timedelta(days=7)


def as_compared(email: str) -> str:
    """Return the address as it is compared: of two that only look alike, one is not the other."""
    return unicodedata.normalize("NFKC", email).casefold()


def account_of(email: str) -> User | None:
    """Return the account of an address, in any letter case; of several the active one that is oldest. One query."""
    found = User.objects.filter(email__iexact=email.strip()).order_by("-is_active", "pk")
    return next((user for user in found if as_compared(user.email) == as_compared(email.strip())), None)


def is_shopper(user: User) -> bool:
    """Whether the account is a shopper's, and opens nothing of the back office."""
    return not (user.is_staff or user.is_superuser)


@transaction.atomic
def make_account(email: str) -> User | None:
    """Return the account of an address, made without a password; None when another account has its name. Safe to repeat.

    Two workers that make it at once make one: its name is that of the address.
    """
    kept = email.strip().lower()
    user, _is_new = User.objects.get_or_create(
        username=account_name(kept), defaults={"email": kept, "password": make_password(None)}
    )
    if as_compared(user.email) != as_compared(kept):
        return None
    EmailAddress.objects.get_or_create(user=user, email=kept, defaults={"primary": True})
    return user


def forget_unconfirmed(*, now: datetime) -> None:
    """Delete the accounts of shoppers that were asked for long ago, and whose link nobody followed."""
    old = User.objects.filter(
        date_joined__lt=now - UNCONFIRMED_FOR,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        last_login=None,
        groups=None,
        is_staff=False,
        is_superuser=False,
        emailaddress__verified=False,
    )
    for user in old.distinct():
        user.delete()


def confirm(user: User) -> bool:
    """Note that who has the account reads the mails to its address; return whether it is his. Safe to repeat.

    Of two accounts with one address the first to confirm it has it.
    """
    kept = user.email.strip().lower()
    if not kept:
        return False
    try:
        with transaction.atomic():
            EmailAddress.objects.filter(user=user, primary=True).exclude(email=kept).update(primary=False)
            EmailAddress.objects.update_or_create(user=user, email=kept, defaults={"verified": True, "primary": True})
    except IntegrityError:
        return False
    return True


def shoppers() -> Q:
    """Return the condition of a queryset of User that it is a shopper who signed up, and nobody of staff."""
    signed_up = EmailAddress.objects.order_by().values("user")
    return Q(is_staff=False, is_superuser=False, groups=None, pk__in=signed_up)
