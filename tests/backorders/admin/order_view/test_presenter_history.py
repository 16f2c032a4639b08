"""Comments History holds what was mailed, with its text; the shopper's own link only for who may see it."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.comment_order import comment_order
from backorders.actions.steps.messages import notify
from backorders.emails.message import Message
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.outbox import order_of_a_bag

pytestmark = pytest.mark.django_db
LINK = "https://shop.example.org/order/6a1f2c3d-1111-4222-8333-abcdefabcdef/"


def test_mails_stand_among_what_happened_with_their_text(client: Client, admin_client: Client) -> None:
    order = order_of_a_bag()
    comment_order(order=order, text="Called her.", is_told=False, key="k", by=None, now=timezone.now())
    notify(order=order, occasion="once", message=Message("On its way", f"See {LINK} for more.", ""))
    address = reverse("admin:backorders_order_change", args=(order.pk,))
    page = admin_text(admin_client.get(address))
    assert page.index("Called her.") < page.index("Mail to ada@example.org: On its way (waiting to be sent)")
    assert f"See {LINK} for more." in page
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(viewer)
    page = admin_text(client.get(address))
    assert "On its way" in page
    assert LINK not in page
