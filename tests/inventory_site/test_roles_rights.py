"""Nobody gives what he does not have himself, nor commands who may do more: on every form, whatever is posted."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from inventory_site.models import PasswordMail
from inventory_site.people.account_forms import StaffForm
from inventory_site.people.duties import Area
from inventory_site.people.sentences import held_duties
from inventory_site.roles import ROLES, held_by, of_role
from tests.inventory_site.account_form import USERS, form

pytestmark = pytest.mark.django_db
ROLE_PAGES = "/admin/auth/group/"
# What an editor of accounts and roles may do, beside his role: no more than a head of department.
EDITS = [f"{verb}_{what}" for verb in ("view", "add", "change", "delete") for what in ("user", "group")]
EVERY_ROLE = pytest.mark.parametrize("role", [role.name for role in ROLES])


def member_of(*roles: str, name: str = "member") -> User:
    person = User.objects.create_user(name, email=f"{name}@example.org", password="correct-horse-7", is_staff=True)
    person.groups.set(Group.objects.filter(name__in=roles))
    return person


@pytest.fixture
def editor(client: Client) -> User:
    """Somebody of customer service who keeps the accounts of his department."""
    person = member_of("Customer service", name="editor")
    person.user_permissions.set(Permission.objects.filter(codename__in=EDITS))
    client.force_login(person)
    return person


def groups(*names: str) -> list[str]:
    return [str(pk) for pk in Group.objects.filter(name__in=names).values_list("pk", flat=True)]


GIVES = {"Customer service", "Viewer"}  # all that these may do, the editor may


@EVERY_ROLE
@pytest.mark.parametrize("to_himself", [True, False])
def test_a_role_is_given_by_who_may_do_all_that_it_may(
    client: Client, editor: User, role: str, *, to_himself: bool
) -> None:
    person = editor if to_himself else member_of()
    before = held_by(person)
    answer = form(client, person, groups=groups(role, "Customer service") if to_himself else groups(role))
    allowed = Group.objects.get(name=role) in person.groups.all()
    assert allowed is (role in GIVES)
    if role not in GIVES:
        assert (answer.status_code, held_by(person)) == (200, before)
        assert f"You cannot give the role {role}: it allows what you may not do yourself" in answer.text


@EVERY_ROLE
def test_an_account_is_commanded_by_who_may_do_all_that_it_may(client: Client, editor: User, role: str) -> None:
    del editor
    person = member_of(role)
    at = f"{USERS}{person.pk}/"
    User.objects.filter(pk=person.pk).update(email="person@example.org")
    client.post(f"{at}password/")
    client.post(f"{at}delete/", {"inactive": "yes"})
    after = User.objects.get(pk=person.pk)
    changed = role in GIVES
    assert (PasswordMail.objects.filter(email=after.email).exists(), after.is_active) == (changed, not changed)
    assert client.post(f"{at}change/", {"username": "mine", "email": "editor@example.org"}).status_code == (
        302 if changed else 403
    )


def test_an_account_that_was_closed_counts_with_what_it_may_do_when_it_opens(client: Client, editor: User) -> None:
    del editor
    person = member_of("Merchandiser")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.post(f"{USERS}{person.pk}/change/", {"is_active": "on"}).status_code == 403
    assert client.post(f"{USERS}{person.pk}/password/", {}).status_code == 403


@pytest.mark.parametrize("forged", [{"is_superuser": "on"}, {"user_permissions": "all"}])
def test_nobody_makes_himself_or_others_more_by_a_forged_form(
    client: Client, editor: User, forged: dict[str, str]
) -> None:
    every = [str(pk) for pk in Permission.objects.values_list("pk", flat=True)]
    sent: dict[str, Any] = {"user_permissions": every} if "user_permissions" in forged else dict(forged)
    for person in (editor, member_of()):
        before = held_by(person)
        form(client, person, **sent)
        again = User.objects.get(pk=person.pk)
        assert (again.is_superuser, held_by(again)) == (False, before)


def test_the_form_itself_refuses_what_the_page_does_not_offer(editor: User) -> None:
    """Should a field not be read-only one day, the form refuses it as well."""
    person = member_of()
    mine = type("Mine", (StaffForm,), {"editor": editor})
    every = Permission.objects.values_list("pk", flat=True)
    sent = {"username": "member", "date_joined": "2026-11-01", "is_superuser": "on", "user_permissions": list(every)}
    asked = mine(sent, instance=person)
    assert {name for name in asked.errors if name in StaffForm.base_fields} >= {"is_superuser", "user_permissions"}


@EVERY_ROLE
def test_a_role_is_changed_and_deleted_by_who_may_do_all_that_it_may(client: Client, editor: User, role: str) -> None:
    del editor
    group = Group.objects.get(name=role)
    at = f"{ROLE_PAGES}{group.pk}/"
    assert client.post(f"{at}change/", {"name": "Mine", "permissions": []}).status_code == (
        302 if role in GIVES else 403
    )
    client.post(ROLE_PAGES, {"action": "delete_selected", "_selected_action": str(group.pk), "post": "yes"})
    client.post(f"{at}delete/", {"post": "yes"})
    # The editor's own has a member: himself.
    assert Group.objects.filter(pk=group.pk).exists() is (role != "Viewer")


@pytest.mark.parametrize("is_new", [True, False])
def test_a_role_gets_no_permission_that_its_editor_lacks(client: Client, editor: User, *, is_new: bool) -> None:
    own = Group.objects.get(name="Customer service")
    before = of_role(own)
    wanted = {f"does_{area.name.lower()}": [d.code for d in held_duties(before) if d.area is area] for area in Area}
    at = f"{ROLE_PAGES}add/" if is_new else f"{ROLE_PAGES}{own.pk}/change/"
    name = "Quite new" if is_new else own.name
    refused = client.post(at, {"name": name, **wanted, "does_catalog": ["see_catalog", "delete_products"]})
    assert (
        "You cannot give these rights: it allows what you may not do yourself"
        " (Deletes products of which no open order holds units)"
    ) in refused.text
    assert (of_role(own), Group.objects.filter(name="Quite new").exists()) == (before, False)
    assert client.post(at, {"name": name, **wanted}).status_code == 302
    assert not User.objects.get(pk=editor.pk).has_perm("catalog.delete_product")


def test_a_superuser_gives_everything(admin_client: Client) -> None:
    person = member_of()
    assert form(admin_client, person, groups=groups("Merchandiser"), is_superuser="on").status_code == 302
    assert User.objects.get(pk=person.pk).is_superuser
