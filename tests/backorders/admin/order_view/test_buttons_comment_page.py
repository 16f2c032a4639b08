"""Comments History of an order: what staff write there, who may, and who reads it."""

import uuid

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from backorders.models import EventKind
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.shipping import address, bag, order_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_told", [True, False])
def test_a_comment_stands_in_the_history_with_who_reads_it(admin_client: Client, *, is_told: bool) -> None:
    order = order_of(bag(3))
    form = {"comment": "Call <b>before</b> noon.", "key": str(uuid.uuid4()), **({"is_told": "1"} if is_told else {})}
    text, again = (admin_text(admin_client.post(address("comment", order), form, follow=True)) for _ in range(2))
    assert "It was not done a second time" in again
    assert f"admin Call <b>before</b> noon. {'Mailed to the customer' if is_told else 'Internal'}" in text
    assert ("is mailed to the customer." in text, "Only staff read it." in text) == (is_told, not is_told)
    assert order.events.filter(kind=EventKind.COMMENTED).count() == 1
    assert order.notifications.filter(key__startswith="order_comment:").count() == int(is_told)


def test_an_empty_comment_is_refused_by_name(admin_client: Client) -> None:
    order = order_of(bag(3))
    answer = admin_client.post(address("comment", order), {"comment": " ", "is_told": "1"}, follow=True)
    assert "Please write a comment." in admin_text(answer)
    assert order.events.count() == 0


@pytest.mark.parametrize(
    ("role", "may"),
    [("Fulfilment", True), ("Customer service", True), ("Merchandiser", False), ("Viewer", False)],
)
def test_who_may_comment(client: Client, role: str, *, may: bool) -> None:
    order = order_of(bag(3))
    user = User.objects.create_user(role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client.force_login(user)
    assert ("Submit Comment" in admin_text(client.get(address("change", order)))) is may
    assert client.post(address("comment", order), {"comment": "Hello"}).status_code == (302 if may else 403)
    assert order.events.count() == int(may)
