"""The second factor: asked for, set up, lost."""

import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from inventory_site.login import second_factor
from inventory_site.login.second_factor_pages import NEW_KEY
from inventory_site.models import RoleSecurity

pytestmark = pytest.mark.django_db
STEP, SETUP = "/admin/second-factor/", "/admin/second-factor/setup/"


def code(key: str, steps: int = 0) -> str:
    return f"{totp(bytes.fromhex(key), t0=-30 * steps):06d}"


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann", password="correct-horse-7")


@pytest.fixture
def key(ann: User) -> str:
    key = second_factor.new_key()
    assert second_factor.set_up(user=ann, key=key, token=code(key, -1))
    return key


@pytest.fixture
def asking_role(ann: User) -> Group:
    role = Group.objects.create(name="Careful")
    RoleSecurity.objects.create(group=role, needs_second_factor=True)
    ann.groups.add(role)
    return role


def log_in(client: Client, **more: str) -> str:
    answer = client.post(
        "/admin/login/?next=/admin/catalog/source/", {"username": "ann", "password": "correct-horse-7", **more}
    )
    assert answer.status_code == 302
    return str(answer["Location"])


def test_password_alone_opens_nothing_when_there_is_a_second_factor(client: Client, key: str) -> None:
    where = log_in(client)
    assert where == f"{STEP}?next=%2Fadmin%2Fcatalog%2Fsource%2F"
    assert client.get("/admin/catalog/source/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/catalog/source/")["Location"] == where
    assert client.post(where, {"token": code(key)})["Location"] == "/admin/catalog/source/"
    assert client.get("/admin/catalog/source/").status_code == 200


def test_code_opens_once(client: Client, key: str) -> None:
    token = code(key)
    client.post(log_in(client), {"token": token})
    other = Client()
    again = other.post(log_in(other), {"token": token})
    assert "That code is wrong or was used before" in again.text
    assert other.get("/admin/").status_code == 302


def test_wrong_codes_are_slowed_and_logged(client: Client, key: str, caplog: pytest.LogCaptureFixture) -> None:
    where = log_in(client)
    client.post(where, {"token": "000000" if code(key) != "000000" else "000001"})
    assert "Second factor failed: 'ann'" in caplog.text
    assert client.post(where, {"token": code(key)}).status_code == 200
    assert TOTPDevice.objects.get().throttling_failure_count == 1


def test_recovery_code_opens_once_and_is_not_kept_as_it_is(client: Client, ann: User, key: str) -> None:
    del key
    codes = second_factor.new_codes(user=ann)
    assert len(codes) == 10
    assert not StaticToken.objects.filter(token__in=[one.replace("-", "") for one in codes]).exists()
    assert client.post(log_in(client), {"token": codes[3].upper()}).status_code == 302
    other = Client()
    assert other.post(log_in(other), {"token": codes[3]}).status_code == 200
    assert second_factor.codes_left(ann) == 9


def test_member_of_an_asking_role_is_led_to_set_one_up_first(client: Client, ann: User, asking_role: Group) -> None:
    del ann, asking_role
    page = client.get(log_in(client), follow=True)
    assert page.redirect_chain[-1][0].startswith(SETUP)
    assert "Your role asks for a second factor" in page.text
    assert 'src="data:image/svg+xml' in page.text
    assert client.get("/admin/").status_code == 302
    shown = client.post(page.redirect_chain[-1][0], {"token": code(client.session[NEW_KEY])})
    assert len(re.findall(r"<code>\w{5}-\w{5}</code>", shown.text)) == 10
    assert client.get("/admin/").status_code == 200


def test_member_who_is_in_is_led_there_when_his_role_begins_to_ask(client: Client, ann: User) -> None:
    role = Group.objects.create(name="Careful")
    ann.groups.add(role)
    client.force_login(ann)
    assert client.get("/admin/").status_code == 200
    RoleSecurity.objects.create(group=role, needs_second_factor=True)
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith(SETUP)


def test_wrong_code_sets_nothing_up(client: Client, ann: User) -> None:
    client.force_login(ann)
    client.get(SETUP)
    assert "does not belong to this picture" in client.post(SETUP, {"token": "abc"}).text
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize("is_asked", [True, False])
def test_only_who_is_not_asked_by_a_role_turns_it_off(
    client: Client, ann: User, key: str, request: pytest.FixtureRequest, *, is_asked: bool
) -> None:
    del ann
    if is_asked:
        request.getfixturevalue("asking_role")
    client.post(log_in(client), {"token": code(key)})
    client.post(SETUP, {"off": "1", "token": code(key, 1)})
    assert TOTPDevice.objects.exists() is is_asked


@pytest.mark.parametrize("asked", ["off", "codes"])
def test_factor_and_codes_are_changed_with_a_code_only(client: Client, ann: User, key: str, asked: str) -> None:
    second_factor.new_codes(user=ann)
    before = set(StaticToken.objects.values_list("token", flat=True))
    client.post(log_in(client), {"token": code(key)})
    for token in ("", "abc", code(key)):  # none, a wrong one, and the one that was used up by the login
        TOTPDevice.objects.update(throttling_failure_count=0)
        page = client.post(SETUP, {asked: "1", "token": token})
        assert "That code is wrong" in page.text or "This field is required" in page.text
    assert set(StaticToken.objects.values_list("token", flat=True)) == before
    assert TOTPDevice.objects.filter(confirmed=True).exists()
    TOTPDevice.objects.update(throttling_failure_count=0)
    client.post(SETUP, {asked: "1", "token": code(key, 1)})
    assert set(StaticToken.objects.values_list("token", flat=True)) != before


def test_half_way_in_one_can_leave(client: Client, key: str) -> None:
    del key
    assert client.post(log_in(client), {"leave": "1"})["Location"] == "/admin/login/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("is_superuser", [True, False])
def test_superuser_resets_a_members_factor_and_nobody_else(
    client: Client, ann: User, key: str, *, is_superuser: bool
) -> None:
    del key
    bob = User.objects.create_user("bob", is_staff=True, is_superuser=is_superuser)
    bob.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(bob)
    client.post("/admin/auth/user/", {"action": "reset_second_factor", "_selected_action": str(ann.pk)})
    assert TOTPDevice.objects.exists() is not is_superuser


def test_role_says_on_its_screen_that_it_asks(admin_client: Client) -> None:
    role = Group.objects.create(name="Careful")
    address = f"/admin/auth/group/{role.pk}/change/"
    for data, asks in (({"needs_second_factor": "on"}, True), ({}, False)):
        answer = admin_client.post(address, {"name": "Careful", **data})
        assert answer.status_code == 302, answer.text
        assert RoleSecurity.objects.get(group=role).needs_second_factor is asks
        assert admin_client.get(address).context["adminform"].form["needs_second_factor"].value() is asks
