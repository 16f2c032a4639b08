"""Put an e-mail address into a customer group, or take it out of it."""

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from catalog.models import Customer, CustomerGroup
from catalog.models.fields import text_columns
from catalog.queries.locks.row import locked_customer
from catalog.rules.text import refuse_texts
from catalog.words.refusal import Refused

NOBODY = "Nobody ordered under this address any more."


class GroupChanged(Refused):
    """Somebody else has put the customer into another group meanwhile; nothing was done."""


@transaction.atomic
def set_customer_group(email: str, *, group: CustomerGroup | None, shown: str, by: User) -> bool:
    """Let `email` shop in `group`, None: in none, as NOT LOGGED IN. Return whether that is new. Safe to repeat.

    `shown` is the code of the group that was looked at, "" for none. Raises `GroupChanged` when it is another one by now, and
    `InvalidTextError` for an address that no column holds.
    """
    refuse_texts(text_columns(Customer), {"email": email})
    kept = locked_customer(email)
    wanted = group.code if group else ""
    now = kept.group.code if kept else ""
    if now == wanted:
        return False
    if now != shown:
        raise GroupChanged(_changed_words(kept))
    if kept is None and group is not None:
        _log(_created(email, group), ADDITION, group, by=by)
    elif kept is not None and group is not None:
        kept.group = group
        kept.save(update_fields=("group",))
        _log(kept, CHANGE, group, by=by)
    elif kept is not None:
        _log(kept, DELETION, None, by=by)
        kept.delete()
    return True


def _log(kept: Customer, flag: int, group: CustomerGroup | None, *, by: User) -> None:
    said = f"Customer group: {group or 'none'}."
    LogEntry.objects.log_actions(by.pk, [kept], flag, said, single_object=True)


def _created(email: str, group: CustomerGroup) -> Customer:
    try:
        with transaction.atomic():
            return Customer.objects.create(email=email, group=group)
    except IntegrityError as error:
        raise GroupChanged(_changed_words(locked_customer(email))) from error


def _changed_words(kept: Customer | None) -> str:
    """Return the sentence that refuses, with the group of now."""
    where = f"put this customer into {kept.group}" if kept else "taken this customer out of the group"
    return f"Somebody else has {where} meanwhile. Nothing was changed; look at it once more."
