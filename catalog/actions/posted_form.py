"""A form is done once: its key is used, or what it held is kept until its sender is back."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from catalog.actions.steps.row import written_once
from catalog.models import KeptForm, UsedKey
from catalog.models.fields import text_columns
from catalog.queries.locks.row import free_rows, locked_kept_forms, locked_row
from catalog.rules.text import InvalidTextError, refuse_texts, text_problem


@dataclass(frozen=True)
class Use:
    """`row` is what is kept of the key; `is_first` says that its effect is still to be written, in this transaction."""

    row: UsedKey
    is_first: bool


def use_key(key: str, *, path: str = "", body: str = "", by: User | None = None, now: datetime) -> Use:
    """Use up `key`, to be called in the transaction that writes its effect, before anything else is locked.

    A second caller waits until the first has committed, and then finds the key used; when the first was rolled back the key is
    as good as new. Empty keys are refused by the database. Raises `InvalidTextError` for one that no column holds.
    """
    refuse_texts(text_columns(UsedKey), {"key": key, "path": path})
    while True:
        row = UsedKey(key=key, path=path, body=body, by=by, at=now)
        if written_once(row, key="key"):
            return Use(row, is_first=True)
        # None: keys are forgotten after a month, this one in the same moment.
        if used := UsedKey.objects.filter(key=key).first():
            return Use(used, is_first=False)


KEPT = timedelta(hours=1)
# So that nobody fills the database: a person has as many tabs.
MOST_FORMS = 20


class ForeignPageError(ValueError):
    """The address is not on this site; nothing was kept."""


@transaction.atomic
def keep_form(
    *,
    owner: User,
    path: str,
    page: str,
    fields: Sequence[tuple[str, str]],
    files: Sequence[str] = (),
    now: datetime,
) -> KeptForm:
    """Keep a form for `owner`, and forget those that are too old; of one person's only the newest stay.

    Raises `InvalidTextError` for what no column holds, `ForeignPageError` for addresses of another site, and `User.DoesNotExist`
    for somebody who was deleted meanwhile, with nothing kept.
    """
    _refuse_what_cannot_be_kept(path, page, (text for pair in (*fields, tuple(files)) for text in pair))
    locked_row(owner)
    forget_kept_forms(now=now)
    kept = KeptForm.objects.create(owner=owner, path=path, page=page, fields=list(fields), files=list(files), at=now)
    newest = KeptForm.objects.filter(owner=owner).order_by("-at", "pk").values("pk")[:MOST_FORMS]
    KeptForm.objects.filter(owner=owner).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return kept


@transaction.atomic
def take_form(*, tokens: Collection[uuid.UUID], owner: User, page: str, now: datetime) -> KeptForm | None:
    """Return what `owner` typed on `page`, and forget it; None when there is nothing, or when it is an hour old."""
    if text_problem(page, longest=None):
        return None
    kept = next(iter(locked_kept_forms(tokens, owner=owner, page=page, since=now - KEPT)), None)
    if kept is not None:
        KeptForm.objects.filter(pk=kept.pk).delete()
    return kept


def _refuse_what_cannot_be_kept(path: str, page: str, texts: Iterable[str]) -> None:
    refuse_texts(text_columns(KeptForm), {"path": path, "page": page})
    if not (path.startswith("/") and page.startswith("/")):
        raise ForeignPageError("A form is kept for an address of this site.")
    for text in texts:
        if problem := text_problem(text, longest=None):
            raise InvalidTextError("What was typed", problem)


def forget_kept_forms(*, now: datetime) -> int:
    """Delete what nobody came back for within an hour and return how many forms that were."""
    return KeptForm.objects.filter(at__lt=now - KEPT).delete()[0]


# Longer than any session: no page with such a form can still be open.
KEYS_KEPT = timedelta(days=30)


def forget_used_keys(*, now: datetime) -> int:
    """Delete the keys of forms older than `KEYS_KEPT` and return how many. Keys of events stay: a feed may repeat years later."""
    return delete_in_batches(rows=UsedKey.objects.filter(at__lt=now - KEYS_KEPT).exclude(path=""))


BATCH = 1000


def delete_in_batches(*, rows: QuerySet) -> int:  # type: ignore[type-arg]  # of any model
    """Delete `rows`, `BATCH` in a transaction, and return how many. A row that somebody holds stays for another day."""
    count = 0
    while True:
        with transaction.atomic():
            found = free_rows(rows, most=BATCH)
            rows.model._default_manager.filter(pk__in=found).delete()  # noqa: SLF001  Django's API
        count += len(found)
        if len(found) < BATCH:
            return count
