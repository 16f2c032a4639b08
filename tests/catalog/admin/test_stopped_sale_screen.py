"""Reports > Stopped being Buyable: what stopped, when and why; the start page leads to exactly today's."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from catalog.models import Stock, StoppedSale
from inventory_site.roles import ROLES
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db
URL = "/admin/catalog/stoppedsale/"


def row(*, days: int = 0, **others: Any) -> StoppedSale:
    since = timezone.now() - timedelta(days=days)
    sale = {"cause": "too_few", "order_number": "000000007", "since": since} | others
    return StoppedSale.objects.create(product=product_with_stock(quantity=0), stock=Stock.objects.default(), **sale)


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_each_role_reads_what_stopped_and_the_start_page_counts_todays(client: Client, role: str) -> None:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    row(), row(days=3, ended_at=timezone.now()), row(was_buyable=False)
    cards = {card.title: card for group in client.get("/admin/").context["groups"] for card in group.cards}
    card = cards["Stopped being buyable"]
    today: Any = client.get(card.link).context["cl"]
    assert (card.number, today.result_count, today.problems) == ("1", 1, [])
    page = client.get(URL)
    assert page.context["cl"].result_count == 2
    assert "Sold out by order #000000007" in page.content.decode()
    assert client.post(f"{URL}add/").status_code == 403


def test_the_filters_narrow_and_the_address_says_so(admin_client: Client) -> None:
    row(), row(cause="disabled", ended_at=timezone.now() + timedelta(hours=1))
    for asked, count in {"lasts=1": 1, "lasts=0": 1, "cause=disabled": 1, "since_to=2020-01-01": 0, "q=SKU": 2}.items():
        page: Any = admin_client.get(f"{URL}?{asked}").context["cl"]
        assert (page.result_count, page.problems) == (count, []), asked
