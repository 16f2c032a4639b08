"""The password is asked again before an account is changed, and what was typed stands there afterwards."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from tests.journeys.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_role_is_renamed_although_the_password_is_asked_in_between(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = Group.objects.get(name="Viewer")
    sign_in(page, f"/admin/auth/group/{role.pk}/change/")
    page.get_by_label("Name").fill("Reader")
    with monkeypatch.context() as later:
        later.setattr("inventory_site.login.session.PASSWORD_HOLDS_FOR", timedelta(seconds=-1))
        page.get_by_role("button", name="Save and continue editing").click()
        expect(page.get_by_text("What you typed is kept.")).to_be_visible()
    page.get_by_label("Password").fill("merchant")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Name")).to_have_value("Reader")
    assert Group.objects.get(pk=role.pk).name == "Viewer"
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_load_state()
    assert Group.objects.get(pk=role.pk).name == "Reader"
    Group.objects.filter(pk=role.pk).update(name="Viewer")
