"""Shoppers with an account."""

import re
from datetime import timedelta

from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from backorders.tasks.outbox import drain_outbox
from inventory_site.shoppers.account_mail import link_of
from inventory_site.shoppers.accounts import confirm, make_account

__all__ = ("PASSWORD", "link_of", "mailed_links", "shopper")
PASSWORD = "correct-horse-7"


def shopper(email: str = "ada@example.org", *, is_confirmed: bool = True) -> User:
    """Return an account with a password; not confirmed: as one has it that came in another way."""
    user = make_account(email)
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    if is_confirmed:
        assert confirm(user)
    return user


def mailed_links() -> list[str]:
    """Let the worker send what is due, and return where the last link of each of its mails leads."""
    del mail.outbox[:]
    drain_outbox(now=timezone.now() + timedelta(seconds=1))
    return [re.findall(r"https?://[^/\s]+(/\S+)", str(each.body))[-1] for each in mail.outbox]
