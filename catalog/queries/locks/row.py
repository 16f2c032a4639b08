"""The locks of rows that nobody moves units with: forms, accounts, websites, stocks."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.db.models import CASCADE, Model, QuerySet

from catalog.models import Category, Customer, KeptForm, Source, Stock, Website

# Rows that say which sources count in which stocks: whoever changes them comes through the gate first.
_BEHIND_THE_GATE = (Source, Stock)


def lock_links() -> None:
    """Let one transaction at a time change which sources count in which stocks, until it commits.

    The triggers of links and sources take the same lock, for who writes past us; take it before any row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_lock_links()")


def share_links() -> None:
    """Keep those out who change which sources count in which stocks, beside others who do.

    For who changes products or their own stock values and holds sources, items or levels before: the triggers of both share the
    gate, and must not wait for it with those rows in hand. Take it before any row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_share_links()")


def lock_policy_classes() -> bool:
    """Keep everybody from naming a policy class until the commit; False when somebody is about to. Waits for nobody."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE catalog_policyclass IN EXCLUSIVE MODE NOWAIT")
    except OperationalError:
        return False
    return True


def lock_categories() -> None:
    """Let one transaction at a time move categories or make them, until it commits; readers do not wait.

    A category that moves takes those below it along, and they may not exist yet. Saves are rare: lock the table.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_category IN SHARE ROW EXCLUSIVE MODE")


def locked_row[Row: Model](row: Row) -> Row:
    """Return `row` as it is stored now, locked until the transaction ends. Raises the model's `DoesNotExist`."""
    # The class that a lazy object, as `request.user` is, says it has.
    return row.__class__._default_manager.select_for_update(no_key=True).get(pk=row.pk)  # noqa: SLF001  Django's API


def lock_posted_row(model: type[Model], pk: str) -> None:
    """Lock the row that a form names; nothing when there is none. Raises what the database says of a `pk` that is no key."""
    if issubclass(model, _BEHIND_THE_GATE):
        lock_links()
    if issubclass(model, Category):
        lock_categories()  # one that moves writes those below it, whose forms others may send
    rows = model._default_manager.select_for_update(no_key=True)  # noqa: SLF001  Django's API
    list(rows.filter(pk=pk).order_by().values_list("pk"))


def locked_to_delete[Row: Model](row: Row) -> Row:
    """Return `row` as it is stored now, locked so that nobody refers to it anew. Raises the model's `DoesNotExist`."""
    return row.__class__._default_manager.select_for_update().get(pk=row.pk)  # noqa: SLF001  Django's API


def lock_what_goes_with(row: Model) -> None:
    """Lock the rows that are deleted with `row`, as everybody locks them: a cart before its lines."""
    for relation in row._meta.related_objects:  # noqa: SLF001  Django's API
        if relation.on_delete is CASCADE:
            rows = relation.related_model._base_manager.select_for_update()  # noqa: SLF001  Django's API
            list(rows.filter(**{relation.field.name: row}).order_by("pk").values_list("pk"))


def lock_websites(pks: Collection[int]) -> set[int]:
    """Lock websites in the order of their ids until the commit, and return the ids of those that exist."""
    rows = Website.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def locked_kept_forms(tokens: Collection[uuid.UUID], *, owner: User, page: str, since: datetime) -> list[KeptForm]:
    """Return what `owner` typed on `page`, the newest first, so that it is handed out once."""
    forms = KeptForm.objects.select_for_update().filter(pk__in=tokens, owner=owner.pk, page=page, at__gte=since)
    return list(forms.order_by("-at", "pk"))


def free_rows(rows: QuerySet[Any], *, most: int) -> list[Any]:
    """Lock at most `most` of `rows` that nobody holds, and return their keys. Waits for nobody."""
    return list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:most])


def locked_customer(email: str) -> Customer | None:
    """Return the row of the address, in any letter case, locked until the transaction ends; None: it is in no group."""
    rows = Customer.objects.select_for_update(of=("self",)).select_related("group")
    return rows.filter(email__iexact=email).first()
