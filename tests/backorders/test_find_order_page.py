"""The page that finds an order again, for who has lost the link of its mails."""

import pytest
from django.test import Client
from django.urls import reverse

from backorders.models import FailedLookup
from backorders.words.refusal import ORDER_NOT_FOUND
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import default_website
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
ADDRESS = "/orders/find/"


def test_the_right_pair_leads_to_the_order_each_time(client: Client) -> None:
    order = OrderFactory.create(email="ada@example.org")
    for _ in range(2):
        answer = client.post(ADDRESS, {"number": f"#{order.number}", "email": "ADA@example.org"})
        assert answer["Location"] == reverse("storefront:confirmation", args=(order.checkout,))


def test_a_wrong_pair_keeps_what_was_typed_and_says_where_both_stand(client: Client) -> None:
    order = OrderFactory.create(email="ada@example.org")
    answer = client.post(ADDRESS, {"number": order.number, "email": "eve@example.org"})
    assert (answer.status_code, ORDER_NOT_FOUND in page_text(answer)) == (400, True)
    content = answer.content.decode()
    assert f'value="{order.number}"' in content
    assert 'value="eve@example.org"' in content
    assert "<title>Error: Find your order" in content
    assert str(order.checkout) not in content


@pytest.mark.parametrize(
    "typed", [{}, {"number": "39"}, {"number": "\x00", "email": "ada@example.org"}, {"number": "1", "email": "x"}]
)
def test_what_is_no_pair_is_asked_for_again_and_counts_nothing(client: Client, typed: dict[str, str]) -> None:
    default_website()
    assert client.post(ADDRESS, typed).status_code == 400
    assert not FailedLookup.objects.exists()


def test_every_page_of_the_shop_leads_there(client: Client) -> None:
    default_website()
    assert f'href="{ADDRESS}"' in client.get("/cart/").content.decode()
    assert '<meta name="robots" content="noindex">' in client.get(ADDRESS).content.decode()
