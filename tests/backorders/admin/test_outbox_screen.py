import pytest
from django.test import Client
from django.urls import reverse

from backorders.models import Notification

pytestmark = pytest.mark.django_db


def test_a_message_keeps_its_lines_and_is_text_only(admin_client: Client) -> None:
    note = Notification.objects.create(
        key="test", recipient="ada@example.org", subject="Hello", body_text="Dear Ada,\n\n- <b>1 bag</b>", body_html=""
    )
    page = admin_client.get(reverse("admin:backorders_notification_change", args=[note.pk]))
    assert '<div class="message-text">Dear Ada,\n\n- &lt;b&gt;1 bag&lt;/b&gt;</div>' in page.content.decode()
