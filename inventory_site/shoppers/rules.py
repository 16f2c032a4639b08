"""What an account of a shopper is called, and what is mailed to an address for which one was asked. Plain Python."""

import re
from enum import StrEnum
from hashlib import sha256

# What Django takes for a user name.
NAME = re.compile(r"[\w.@+-]{1,150}")


class Asked(StrEnum):
    """What a visitor asked for at the door of the shop."""

    ACCOUNT = "account"
    PASSWORD = "password"  # noqa: S105  a word, and no password


class Mailed(StrEnum):
    """What the address is mailed. Each but NOTHING holds a link by which a password is chosen."""

    NOTHING = "nothing"
    FIRST = "first"  # there was no password yet
    ANOTHER = "another"  # a forgotten one
    THERE_IS_ONE = "there is one"  # an account was asked for, and there is one already


def account_name(email: str) -> str:
    """Return the user name of the account of an address: one for each address, whatever its letter case.

    It is the address in small letters, or, where that is no user name, a mark of it.
    """
    kept = email.strip().lower()
    return kept if NAME.fullmatch(kept) else f"shopper-{sha256(kept.encode()).hexdigest()[:32]}"


def what_is_mailed(asked: Asked, *, has_account: bool, is_active: bool, has_password: bool) -> Mailed:
    """Return what an address is mailed for which somebody asked. Who asked is told the same whatever it is."""
    if not has_account:
        return Mailed.FIRST if asked is Asked.ACCOUNT else Mailed.NOTHING
    if not is_active:
        return Mailed.NOTHING
    if not has_password:
        return Mailed.FIRST
    return Mailed.THERE_IS_ONE if asked is Asked.ACCOUNT else Mailed.ANOTHER
