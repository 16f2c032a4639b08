"""Keep what was typed for somebody whose session had ended, and hand it out to that person, once."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from catalog.models import KeptForm
from catalog.models.text_columns import refuse_texts
from catalog.rules.text import InvalidTextError, text_problem

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
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
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
    forms = KeptForm.objects.select_for_update().filter(pk__in=tokens, owner=owner.pk, page=page, at__gte=now - KEPT)
    kept = forms.order_by("-at", "pk").first()
    if kept is not None:
        KeptForm.objects.filter(pk=kept.pk).delete()
    return kept


def _refuse_what_cannot_be_kept(path: str, page: str, texts: Iterable[str]) -> None:
    refuse_texts(KeptForm, {"path": path, "page": page})
    if not (path.startswith("/") and page.startswith("/")):
        raise ForeignPageError("A form is kept for an address of this site.")
    for text in texts:
        if problem := text_problem(text, longest=None):
            raise InvalidTextError("What was typed", problem)


def forget_kept_forms(*, now: datetime) -> int:
    """Delete what nobody came back for within an hour and return how many forms that were."""
    return KeptForm.objects.filter(at__lt=now - KEPT).delete()[0]
