"""Sales > Messages and Sales > Errands: what has not got through, why, and Send Again."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.steps.messages import notify
from backorders.actions.steps.payments import keep_errand
from backorders.emails.message import Message
from backorders.models import Errand, ErrandKind, Notification
from backorders.queries.locks import locked_order
from backorders.rules.outbox import MAX_TRIES
from catalog.forms.hidden_fields import KEY
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.staff_orders import placed
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
REQUEST = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
SCREENS = ("notification", "errand")


def parked(screen: str) -> Notification | Errand:
    order = placed(product_with_stock(quantity=9))
    Notification.objects.all().delete()
    row = (
        notify(order=order, occasion="once", message=Message("Your order", "Text", ""))
        if screen == "notification"
        else keep_errand(kind=ErrandKind.CONFIRM_REOPENED, order=locked_order(order.pk))
    )
    row.tries, row.next_try_at, row.last_error = MAX_TRIES, None, "550 No such user"
    row.save()
    return row


def address(screen: str, page: str, *args: int) -> str:
    return reverse(f"admin:backorders_{screen}_{page}", args=args)


def member_of(role: str) -> User:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize("screen", SCREENS)
def test_what_is_parked_says_why_in_grid_and_view(admin_client: Client, screen: str) -> None:
    row = parked(screen)
    for page in (address(screen, "changelist"), address(screen, "change", row.pk)):
        text = admin_text(admin_client.get(page))
        assert "Parked" in text
        assert "550 No such user" in text


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"tries": 0}, "Waiting"),
        ({"tries": 1}, "Trying again"),
        ({"tries": 1}, "again at "),
        ({"tries": 1, "sent_at": timezone.now(), "last_error": ""}, "Sent"),
    ],
)
def test_a_message_says_how_far_it_has_come(admin_client: Client, fields: dict[str, object], word: str) -> None:
    parked("notification")
    Notification.objects.update(**{"next_try_at": timezone.now(), **fields})
    assert word in admin_text(admin_client.get(address("notification", "changelist")))


@pytest.mark.parametrize("screen", SCREENS)
def test_send_again_lets_it_be_tried_once_however_often_it_is_pressed(admin_client: Client, screen: str) -> None:
    row = parked(screen)
    view = address(screen, "change", row.pk)
    assert "Send Again" in admin_client.get(view).content.decode()
    for _ in range(2):
        answer = admin_client.post(address(screen, "send_again", row.pk), {KEY: REQUEST}, follow=True)
        assert "It is sent again." in answer.content.decode()
    row.refresh_from_db()
    assert (row.tries, row.next_try_at is not None) == (0, True)
    assert [event.text for event in row.order.events.all()][-1].endswith("is sent again.")  # type: ignore[union-attr]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("role", ["Viewer", "Fulfilment", "Merchandiser", "Customer service"])
def test_send_again_is_the_work_of_customer_service(client: Client, screen: str, role: str) -> None:
    row, may = parked(screen), role == "Customer service"
    client.force_login(member_of(role))
    assert ("Send Again" in client.get(address(screen, "change", row.pk)).content.decode()) is may
    assert client.get(address(screen, "send_again", row.pk)).status_code == (405 if may else 403)
    assert client.post(address(screen, "send_again", row.pk)).status_code == (302 if may else 403)
    row.refresh_from_db()
    assert (row.next_try_at is not None) is may


def test_send_again_of_what_was_sent_changes_nothing(admin_client: Client) -> None:
    row = parked("notification")
    Notification.objects.update(sent_at=timezone.now())
    answer = admin_client.post(address("notification", "send_again", row.pk), follow=True)
    assert "This is not to be sent again. It stands at: Sent." in answer.content.decode()
    row.refresh_from_db()
    assert (row.tries, row.next_try_at) == (MAX_TRIES, None)


def test_one_of_two_selected_messages_is_sent_again(admin_client: Client) -> None:
    row = parked("notification")
    other = Notification.objects.create(
        key="other", recipient="b@example.org", subject="S", body_text="T", sent_at=timezone.now()
    )
    third = Notification.objects.create(key="third", recipient="b@example.org", subject="S", body_text="T", tries=3)
    chosen = {"action": "send_selected_again", "_selected_action": [row.pk, other.pk], KEY: REQUEST}
    for _ in range(2):
        answer = admin_client.post(address("notification", "changelist"), chosen, follow=True)
        assert "1 of the selected rows is sent again." in answer.content.decode()
    assert list(Notification.objects.order_by("pk").values_list("tries", flat=True)) == [0, 0, 3]
    assert third.pk


@pytest.mark.parametrize(("chosen", "count"), [("parked", 1), ("waiting", 1), ("sent", 1), ("", 3)])
def test_the_grid_filters_by_status(admin_client: Client, chosen: str, count: int) -> None:
    parked("notification")
    Notification.objects.create(key="b", recipient="b@example.org", subject="S", body_text="T", sent_at=timezone.now())
    Notification.objects.create(key="c", recipient="c@example.org", subject="S", body_text="T")
    page = admin_client.get(address("notification", "changelist"), {"standing": chosen} if chosen else {})
    assert page.context["cl"].result_count == count
