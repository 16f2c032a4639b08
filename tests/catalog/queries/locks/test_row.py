"""A row is read under its lock as it is stored, whatever its caller read before."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils.functional import SimpleLazyObject

from catalog.models import Category, KeptForm, Website
from catalog.queries.locks.row import (
    free_rows,
    lock_posted_row,
    lock_websites,
    lock_what_goes_with,
    locked_kept_forms,
    locked_row,
    locked_to_delete,
)
from tests.factories.catalog import StockFactory, WebsiteFactory
from tests.locks_taken import locks_taken

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("lock", [locked_row, locked_to_delete])
def test_a_row_is_returned_as_it_is_stored_now(lock: object) -> None:
    website = WebsiteFactory.create(name="Before")
    Website.objects.filter(pk=website.pk).update(name="After")
    assert callable(lock)
    assert (lock(website).name, website.name) == ("After", "Before")


@pytest.mark.django_db
@pytest.mark.parametrize("lock", [locked_row, locked_to_delete])
def test_a_row_that_is_gone_is_said_to_be(lock: object) -> None:
    website = WebsiteFactory.create()
    Website.objects.filter(pk=website.pk).delete()
    assert callable(lock)
    with pytest.raises(Website.DoesNotExist):
        lock(website)


@pytest.mark.django_db
def test_who_is_signed_in_is_locked_though_he_was_not_looked_up_yet() -> None:
    ada = User.objects.create_user("ada")
    lazy: User = SimpleLazyObject(lambda: User.objects.get(pk=ada.pk))  # type: ignore[assignment]  # as request.user is
    assert locked_row(lazy) == ada


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_outside_of_a_transaction() -> None:
    website = WebsiteFactory.create()
    for act in (
        lambda: locked_row(website),
        lambda: locked_to_delete(website),
        lambda: lock_posted_row(Website, str(website.pk)),
        lambda: lock_websites([website.pk]),
        lambda: free_rows(Website.objects.all(), most=1),
    ):
        with pytest.raises(TransactionManagementError):
            act()
    with transaction.atomic():
        assert lock_websites([website.pk, 10**6]) == {website.pk}


@pytest.mark.django_db
def test_at_most_so_many_rows_are_taken_up() -> None:
    made = {WebsiteFactory.create().pk for _ in range(3)}
    assert len(free_rows(Website.objects.filter(pk__in=made), most=2)) == 2
    assert set(free_rows(Website.objects.filter(pk__in=made), most=9)) == made


@pytest.mark.django_db
def test_kept_forms_are_those_of_their_owner_and_page_the_newest_first() -> None:
    ada, eve = User.objects.create_user("ada"), User.objects.create_user("eve")

    def kept(owner: User, page: str, minutes: int) -> uuid.UUID:
        at = NOON + timedelta(minutes=minutes)
        return KeptForm.objects.create(owner=owner, path="/", page=page, fields=[], files=[], at=at).pk

    older, newer = kept(ada, "/a/", 1), kept(ada, "/a/", 2)
    others = [kept(ada, "/b/", 3), kept(eve, "/a/", 3), kept(ada, "/a/", -1)]
    found = locked_kept_forms([older, newer, *others], owner=ada, page="/a/", since=NOON)
    assert [form.pk for form in found] == [newer, older]


@pytest.mark.django_db
def test_who_refers_to_a_row_waits_only_for_who_deletes_it() -> None:
    website, ada = WebsiteFactory.create(), User.objects.create_user("ada")
    pks = [website.pk]
    assert locks_taken(lambda: locked_row(website)) == ["website: no key update"]
    assert locks_taken(lambda: locked_to_delete(website)) == ["website: update"]
    assert locks_taken(lambda: lock_posted_row(Website, str(website.pk))) == ["website: no key update"]
    assert locks_taken(lambda: lock_posted_row(Category, "1")) == [
        "all of category: share row exclusive",
        "category: no key update",
    ]
    assert locks_taken(lambda: lock_websites(pks)) == ["website by id: no key update"]
    rows = Website.objects.order_by()
    assert locks_taken(lambda: free_rows(rows, most=1)) == ["website: update, or passes over"]
    kept = locks_taken(lambda: locked_kept_forms([], owner=ada, page="/a/", since=NOON))
    assert kept == []
    kept = locks_taken(lambda: locked_kept_forms([uuid.uuid4()], owner=ada, page="/a/", since=NOON))
    assert kept == ["keptform by at DESC, token: update"]


@pytest.mark.django_db
def test_what_goes_with_a_row_is_locked_before_it_goes() -> None:
    stock = StockFactory.create()
    taken = locks_taken(lambda: lock_what_goes_with(stock))
    assert "stocksourcelink by id: update" in taken
    # Orders keep their stock: they do not go with it.
    assert not any(lock.startswith("order") for lock in taken)
