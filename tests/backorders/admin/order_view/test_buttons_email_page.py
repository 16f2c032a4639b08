"""Send Email and Reorder, as staff press them."""

import html
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backorders.models import Notification
from tests.backorders.staff_orders import placed
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def test_send_email_says_what_it_did_and_a_repeated_press_sends_once(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=9))
    view = reverse("admin:backorders_order_change", args=(order.pk,))
    found = re.search(
        r'id="send-email".*?name="key" value="([^"]*)"', admin_client.get(view).content.decode(), re.DOTALL
    )
    assert found is not None
    for _ in range(2):
        answer = admin_client.post(
            reverse("admin:backorders_order_email", args=(order.pk,)), {"key": found[1]}, follow=True
        )
        assert "You sent the order email." in answer.content.decode()
    assert Notification.objects.count() == 2


def test_send_email_needs_the_permission_and_a_post(client: Client) -> None:
    order = placed(product_with_stock(quantity=9))
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(viewer)
    address = reverse("admin:backorders_order_email", args=(order.pk,))
    assert client.post(address).status_code == 403
    page = client.get(reverse("admin:backorders_order_change", args=(order.pk,))).content.decode()
    assert ("Send Email" in page, "Reorder" in page) == (False, False)
    assert Notification.objects.count() == 1


def test_reorder_fills_in_create_new_order(admin_client: Client) -> None:
    order = placed(product_with_stock(quantity=9, sku="BAG"), 3)
    page = admin_client.get(reverse("admin:backorders_order_change", args=(order.pk,))).content.decode()
    form = page.split(f'action="{reverse("admin:backorders_order_add")}"', 1)[1].split("</form>", 1)[0]
    fields = [(name, html.unescape(value)) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)]
    assert ("sku", "BAG") in fields
    assert ("qty", "3") in fields
    typed = {name: value for name, value in fields if name != "csrfmiddlewaretoken"}
    created = admin_client.post(reverse("admin:backorders_order_add"), typed).content.decode()
    assert 'name="sku" value="BAG"' in created
    assert 'value="ada@example.org"' in created
