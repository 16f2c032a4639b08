"""Who lacks a role reads so in the shop's own page, not the framework's bare one."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.page_text import page_text

pytestmark = pytest.mark.django_db


def test_a_refused_page_says_that_a_role_is_needed(client: Client) -> None:
    client.force_login(User.objects.create_user("viewer", is_staff=True))
    answer = client.get(reverse("admin:backorders_backorder_desk"))
    assert answer.status_code == 403
    assert "You need a role for this page" in page_text(answer)
