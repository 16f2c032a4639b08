"""A form whose token is missing or wrong: each house says so on its own page, with a way back, and nothing is done."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from backorders.models import CartLine
from catalog.models import Product
from tests.factories.catalog import product_with_stock
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
OURS, THEIRS = "http://testserver", "https://elsewhere.example"


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def bag() -> Product:
    return product_with_stock(quantity=9, name="Bag", slug="bag")


def test_shop_says_what_happened_and_sends_what_was_typed_again(strict: Client, bag: Product) -> None:
    wrong = {"csrfmiddlewaretoken": "x" * 64}
    answer = strict.post("/cart/add/", {"product": str(bag.pk), "quantity": "7"} | wrong, headers={"origin": OURS})
    text = page_text(answer)
    assert answer.status_code == 403
    assert "Nothing was done. The form was not accepted, because your browser did not send the cookie" in text
    assert '<input type="hidden" name="quantity" value="7">' in answer.content.decode()
    assert not CartLine.objects.exists()


def test_form_of_another_site_is_never_offered_again(strict: Client, bag: Product) -> None:
    for headers in ({"origin": THEIRS}, {}):
        answer = strict.post("/cart/add/", {"product": str(bag.pk), "quantity": "7"}, headers=headers)
        assert answer.status_code == 403
        assert 'value="7"' not in answer.content.decode()
        assert 'href="/"' in answer.content.decode()


def test_admin_says_so_inside_the_admin(strict: Client) -> None:
    strict.force_login(User.objects.create_superuser("ann"))
    answer = strict.post("/admin/catalog/category/add/", {"name": "Hats"}, headers={"origin": OURS})
    assert answer.status_code == 403
    assert "The form was not accepted, and nothing was done" in answer.content.decode()
    assert 'href="/admin/"' in answer.content.decode()
