"""Staff who leave: names stay with what was done, and somebody who may do everything always stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import hold_order
from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.models import SourceItem
from catalog.queries.history import product_changes
from inventory_site.login.staff_accounts import CannotLeave, delete_account, make_inactive, traces
from tests.factories.catalog import product_with_stock
from tests.inventory_site.account_form import USERS, form

pytestmark = pytest.mark.django_db
# Rows of an account that name nobody in the history: they are deleted with it.
GOES = {
    "account.EmailAddress.user",
    "catalog.GridView.owner",
    "otp_static.StaticDevice.user",
    "otp_totp.TOTPDevice.user",
}


def superuser(name: str) -> User:
    return User.objects.create_superuser(name, password="x")


@pytest.fixture
def ada() -> User:
    person: User = User.objects.create_user("ada", first_name="Ada", last_name="Brandt", is_staff=True)
    person.groups.set(Group.objects.filter(name="Customer service"))
    return person


def order_by(person: User) -> Order:
    return place_order(
        lines={product_with_stock(quantity=5): 1}, email="shopper@example.org", by=person, now=timezone.now()
    )


def placed(person: User) -> None:
    order_by(person)


def held(person: User) -> None:
    hold_order(order=order_by(superuser("other")), by=person, now=timezone.now())


def canceled(person: User) -> None:
    cancel_order(order=order_by(superuser("other")), by=person, now=timezone.now())


def logged(person: User) -> None:
    LogEntry.objects.log_actions(person.pk, [person], ADDITION, single_object=True)


@pytest.mark.parametrize("did", [placed, held, canceled, logged])
def test_who_did_anything_cannot_be_deleted_from_anywhere(ada: User, did: Callable[[User], None]) -> None:
    did(ada)
    before = list(traces(ada))
    for delete in (ada.delete, User.objects.filter(pk=ada.pk).delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()
    with pytest.raises(CannotLeave):
        delete_account(user=ada)
    assert before
    assert list(traces(User.objects.get(pk=ada.pk))) == before


def test_who_did_nothing_can_be_deleted(ada: User) -> None:
    delete_account(user=ada)
    assert not User.objects.filter(username="ada").exists()


def test_every_name_in_the_books_protects_its_account() -> None:
    hanging = {
        f"{relation.related_model._meta.label}.{relation.field.name}"  # noqa: SLF001
        for relation in User._meta.related_objects  # noqa: SLF001
        if relation.on_delete is not models.PROTECT and not relation.related_model._meta.proxy  # noqa: SLF001
    }
    # Django's own log: a receiver keeps an account with entries from being deleted, not its foreign key.
    assert hanging - {"admin.LogEntry.user"} == GOES


def test_the_delete_page_offers_to_make_inactive_instead(admin_client: Client, ada: User) -> None:
    placed(ada)
    page = admin_client.get(f"{USERS}{ada.pk}/delete/").content.decode()
    assert "Ada Brandt cannot be deleted" in page
    assert "1 order (placed by)" in page
    assert 'name="post"' not in page
    for _ in range(2):
        admin_client.post(f"{USERS}{ada.pk}/delete/", {"post": "yes"})
    assert User.objects.get(pk=ada.pk).is_active
    for _ in range(2):
        admin_client.post(f"{USERS}{ada.pk}/delete/", {"inactive": "yes"})
    assert not User.objects.get(pk=ada.pk).is_active
    assert Order.objects.get().placed_by == ada
    assert LogEntry.objects.filter(object_id=str(ada.pk)).count() == 1


def test_made_inactive_ends_the_open_session(admin_client: Client, ada: User, client: Client) -> None:
    client.force_login(ada)
    assert client.get("/admin/").status_code == 200
    admin_client.post(f"{USERS}{ada.pk}/delete/", {"inactive": "yes"})
    assert client.get("/admin/").status_code == 302


def test_an_account_without_traces_is_deleted_on_the_page(admin_client: Client, ada: User) -> None:
    assert "Delete Ada Brandt?" in admin_client.get(f"{USERS}{ada.pk}/delete/").content.decode()
    admin_client.post(f"{USERS}{ada.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=ada.pk).exists()


def test_users_are_not_deleted_by_the_dozen(admin_client: Client, ada: User) -> None:
    admin_client.post(USERS, {"action": "delete_selected", "_selected_action": str(ada.pk), "post": "yes"})
    assert User.objects.filter(pk=ada.pk).exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_superuser": False}, {"is_staff": False}])
def test_the_database_keeps_the_last_superuser(change: dict[str, Any]) -> None:
    last = superuser("last")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=last.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM auth_user WHERE id = %s", [last.pk])
    superuser("another")
    assert User.objects.filter(pk=last.pk).update(**change) == 1


def test_the_last_superuser_is_neither_deleted_nor_made_inactive(admin_client: Client, admin_user: User) -> None:
    with pytest.raises(CannotLeave, match="last active administrator"):
        delete_account(user=admin_user)
    with pytest.raises(CannotLeave, match="last active administrator"):
        make_inactive(user=admin_user, by=admin_user)
    page = admin_client.get(f"{USERS}{admin_user.pk}/delete/").content.decode()
    assert 'name="post"' not in page
    assert 'name="inactive"' not in page
    for asked in ("post", "inactive"):
        admin_client.post(f"{USERS}{admin_user.pk}/delete/", {asked: "yes"})
    assert User.objects.get(pk=admin_user.pk).is_active


@pytest.mark.parametrize("flag", ["is_active", "is_staff", "is_superuser"])
def test_the_last_superuser_keeps_the_flags_on_the_form(admin_client: Client, admin_user: User, flag: str) -> None:
    answer = form(admin_client, admin_user, **{flag: None}, gives_up="on")
    assert "last active administrator" in answer.content.decode()
    assert getattr(User.objects.get(pk=admin_user.pk), flag)


def test_nobody_takes_rights_from_himself_without_saying_so(admin_client: Client, admin_user: User) -> None:
    superuser("another")
    admin_user.groups.set(Group.objects.filter(name="Viewer"))
    assert "rights away from yourself" in form(admin_client, admin_user, is_superuser=None).content.decode()
    assert User.objects.get(pk=admin_user.pk).is_superuser
    assert form(admin_client, admin_user, is_superuser=None, gives_up="on").status_code == 302
    assert not User.objects.get(pk=admin_user.pk).is_superuser


@pytest.mark.parametrize("left", [{"is_superuser": None}, {"is_active": None}, {"is_staff": None}])
def test_nobody_takes_the_last_right_from_himself(
    admin_client: Client, admin_user: User, left: dict[str, None]
) -> None:
    superuser("another")
    answer = form(admin_client, admin_user, **left, gives_up="on")
    assert "You would have no right left" in answer.text
    again = User.objects.get(pk=admin_user.pk)
    assert (again.is_superuser, again.is_active, again.is_staff) == (True, True, True)


def test_nobody_closes_or_deletes_the_own_account(admin_client: Client, admin_user: User) -> None:
    superuser("another")
    assert "This is your own account" in admin_client.get(f"{USERS}{admin_user.pk}/delete/").text
    for asked in ("post", "inactive"):
        admin_client.post(f"{USERS}{admin_user.pk}/delete/", {asked: "yes"})
    assert User.objects.get(pk=admin_user.pk).is_active


@pytest.mark.parametrize("way", ["form", "button"])
def test_sessions_of_a_closed_account_do_not_come_back_when_it_is_opened(
    admin_client: Client, ada: User, client: Client, way: str
) -> None:
    other = superuser("other")
    browser = Client()
    browser.force_login(other)
    client.force_login(ada)
    if way == "form":
        form(admin_client, ada, is_active=None)
    else:
        admin_client.post(f"{USERS}{ada.pk}/delete/", {"inactive": "yes"})
    User.objects.filter(pk=ada.pk).update(is_active=True)
    # One of several: the others stay in.
    assert [each.get("/admin/").status_code for each in (client, browser, admin_client)] == [302, 200, 200]


def test_a_role_is_not_taken_from_oneself_without_saying_so(client: Client, ada: User) -> None:
    ada.user_permissions.set(Permission.objects.filter(codename__in=("change_user", "view_user")))
    client.force_login(ada)
    assert "rights away from yourself" in form(client, ada, groups=[]).content.decode()
    assert ada.groups.count() == 1


def test_the_question_is_only_for_the_own_account(admin_client: Client, ada: User) -> None:
    assert "gives_up" not in admin_client.get(f"{USERS}{ada.pk}/change/").content.decode()
    assert form(admin_client, ada, is_active=None).status_code == 302
    assert not User.objects.get(pk=ada.pk).is_active


def test_who_is_no_superuser_makes_none_and_touches_none(client: Client, ada: User, admin_user: User) -> None:
    ada.user_permissions.set(Permission.objects.filter(codename__in=("change_user", "view_user", "delete_user")))
    client.force_login(ada)
    form(client, ada, is_superuser="on", user_permissions=["1"])
    assert not User.objects.get(pk=ada.pk).is_superuser
    assert ada.user_permissions.count() == 3
    assert client.post(f"{USERS}{admin_user.pk}/password/", {}).status_code == 403
    assert client.post(f"{USERS}{admin_user.pk}/delete/", {"inactive": "yes"}).status_code == 403
    assert User.objects.get(pk=admin_user.pk).is_active


def test_history_keeps_the_name_of_an_account_that_sql_deleted() -> None:
    product = product_with_stock(quantity=5)
    SourceItem.objects.filter(product=product).update(quantity=6)
    assert {change.who for change in product_changes(product)} == {""}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pghistory_context (id, created_at, updated_at, metadata) VALUES "
            '(gen_random_uuid(), now(), now(), \'{"user": 987654, "name": "Ada Brandt", "screen": "x"}\') RETURNING id'
        )
        context = cursor.fetchone()[0]
        cursor.execute("UPDATE catalog_sourceitemevent SET pgh_context_id = %s", [context])
        assert {change.who for change in product_changes(product)} == {"Ada Brandt"}
        cursor.execute("UPDATE pghistory_context SET metadata = '{\"user\": 987654}' WHERE id = %s", [context])
    assert {change.who for change in product_changes(product)} == {"An account that was deleted (no. 987654)"}
