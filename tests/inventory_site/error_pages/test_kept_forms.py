"""A form of the admin that is sent when its person is not logged in any more: kept, shown again, done by nobody else."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from backorders.actions.place_order import place_order
from backorders.models import Order
from catalog.actions.posted_form import MOST_FORMS, forget_kept_forms, keep_form, take_form
from catalog.models import KeptForm, Product, SourceItem
from inventory_site.error_pages.kept_forms import ENDED, ENDED_KEPT, NOT_YOURS
from tests.catalog.admin.filled_form import filled_form
from tests.catalog.admin.product_pages import at_default, url
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


def staff(username: str = "ada") -> Client:
    user = User.objects.filter(username=username).first() or User.objects.create_superuser(username, password="x")
    client = Client()
    client.force_login(user)
    return client


def log_out(client: Client) -> None:
    """The session is over, as after two weeks: its cookie is gone, the others stay."""
    del client.cookies[settings.SESSION_COOKIE_NAME]


def again(client: Client, address: str, username: str = "ada") -> Any:
    """Log in once more, and open the page."""
    client.force_login(User.objects.get(username=username))
    return client.get(address).context["typed_again"]


def product_form(client: Client, product: Product, **changes: Any) -> dict[str, Any]:
    return filled_form(client.get(url(product)), **changes)


def test_what_was_typed_is_kept_and_the_login_says_why(client: Client) -> None:
    product, client = product_with_stock(quantity=25, name="Bag"), staff()
    typed = product_form(client, product, name="Sack", **{at_default("quantity"): "7"})
    log_out(client)
    answer = client.post(url(product), typed, follow=True)
    assert answer.redirect_chain == [(f"/admin/login/?next={url(product)}", 302)]
    assert [str(message) for message in answer.context["messages"]] == [ENDED_KEPT]
    assert Product.objects.get().name == "Bag"
    kept = again(client, url(product))
    assert (kept.action, dict(kept.fields)["name"]) == (url(product), "Sack")
    assert dict(kept.fields)[at_default("quantity")] == "7"


def test_all_hidden_fields_come_along_and_a_click_saves_them(client: Client) -> None:
    product, client = product_with_stock(quantity=25, name="Bag"), staff()
    typed = product_form(client, product, **{at_default("quantity"): "7"})
    log_out(client)
    client.post(url(product), typed)
    kept = again(client, url(product))
    assert {name for name, _ in kept.fields} == set(typed) - {"who"} | {"key"}
    sent: dict[str, list[str]] = {}
    for name, value in kept.fields:
        sent.setdefault(name, []).append(value)
    assert client.post(url(product), sent).status_code == 302
    assert SourceItem.objects.get().quantity == 7


def test_it_is_shown_once_and_forgotten_after_an_hour(client: Client) -> None:
    product, client = product_with_stock(quantity=25), staff()
    typed = product_form(client, product)
    log_out(client)
    client.post(url(product), typed)
    assert again(client, url(product)) is not None
    assert again(client, url(product)) is None
    log_out(client)
    client.post(url(product), typed)
    KeptForm.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert again(client, url(product)) is None
    assert (forget_kept_forms(now=timezone.now()), KeptForm.objects.count()) == (1, 0)


def test_nobody_else_is_shown_it(client: Client) -> None:
    product, client = product_with_stock(quantity=25), staff()
    typed = product_form(client, product, name="Sack")
    log_out(client)
    client.post(url(product), typed)
    staff("bob")
    assert again(client, url(product), "bob") is None
    assert "Sack" not in client.get(url(product)).content.decode()
    assert again(client, url(product)) is not None


@pytest.mark.parametrize("who", ["", "x", "WzEsIngiLCIvIl0:forged"])
def test_a_form_that_does_not_say_whose_it_is_is_not_kept(client: Client, who: str) -> None:
    product, client = product_with_stock(quantity=25), staff()
    typed = product_form(client, product, who=who)
    log_out(client)
    answer = client.post(url(product), typed, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [ENDED]
    assert not KeptForm.objects.exists()


def test_a_form_made_before_the_password_was_changed_is_not_kept(client: Client) -> None:
    product, client = product_with_stock(quantity=25), staff()
    typed = product_form(client, product)
    user = User.objects.get()
    user.set_password("another")
    user.save()
    client.post(url(product), typed)
    assert not KeptForm.objects.exists()


def test_passwords_are_never_kept(client: Client) -> None:
    client = staff()
    address = "/admin/password_change/"
    secrets = ("old_password", "new_password1", "new_password2")
    typed = filled_form(client.get(address), **dict.fromkeys(secrets, "very-secret-1"))
    log_out(client)
    client.post(address, typed)
    assert "very-secret-1" not in str(KeptForm.objects.values_list("fields", flat=True))
    assert again(client, address).has_secrets


def an_order() -> Order:
    product = product_with_stock(quantity=25, price=Decimal(10))
    return place_order(
        lines={product: 5}, email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


@pytest.mark.parametrize(("word", "said"), [("hold", "Hold"), ("email", "Send Email"), ("cancel", "Cancel")])
def test_login_leads_to_the_page_and_never_to_an_address_that_takes_forms_only(
    client: Client, word: str, said: str
) -> None:
    order, client = an_order(), staff()
    view, asked = f"/admin/backorders/order/{order.pk}/change/", f"/admin/backorders/order/{order.pk}/{word}/"
    typed, before = filled_form(client.get(view)), order.status
    log_out(client)
    assert client.post(asked, typed).headers["Location"] == f"/admin/login/?next={view}"
    kept = again(client, view)
    assert (kept.text, kept.action) == (f"{said} was not done because your session had ended.", asked)
    order.refresh_from_db()
    assert order.status == before


def test_without_an_owner_login_leads_to_the_page_that_sent_the_form(client: Client) -> None:
    order, asked = an_order(), "/admin/backorders/order/1/hold/"
    view = f"/admin/backorders/order/{order.pk}/change/"
    for sender, leads_to in ((f"http://testserver{view}", view), ("http://evil.example/x", INDEX), ("", INDEX)):
        answer = client.post(asked, headers={"Referer": sender})
        assert answer.headers["Location"] == f"/admin/login/?next={leads_to}"


def test_a_form_of_somebody_else_is_not_done(client: Client) -> None:
    product, client = product_with_stock(quantity=25, name="Bag"), staff()
    typed = product_form(client, product, name="Sack")
    answer = staff("bob").post(url(product), typed, follow=True)
    assert NOT_YOURS in [str(message) for message in answer.context["messages"]]
    assert (Product.objects.get().name, KeptForm.objects.count()) == ("Bag", 0)


def strict(username: str = "ada") -> Client:
    """A client whose forms need a CSRF token, as a browser's do."""
    client = staff(username)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict


OURS, EVIL = {"Origin": "http://testserver"}, {"Origin": "http://evil.example"}


def test_who_logged_in_again_in_another_tab_is_shown_the_form_and_nothing_is_done(client: Client) -> None:
    product, client = product_with_stock(quantity=25, name="Bag"), strict()
    typed = product_form(client, product, name="Sack") | {"csrfmiddlewaretoken": "x" * 64}
    answer = client.post(url(product), typed, headers=OURS)
    assert (answer.status_code, answer.headers["Location"]) == (302, url(product))
    assert Product.objects.get().name == "Bag"
    assert dict(client.get(url(product)).context["typed_again"].fields)["name"] == "Sack"
    assert Product.objects.get().name == "Bag"


@pytest.mark.parametrize(("headers", "changes"), [(EVIL, {}), ({}, {}), (OURS, {"who": "x"})])
def test_a_forged_form_is_refused_and_not_kept(
    client: Client, headers: dict[str, str], changes: dict[str, str]
) -> None:
    product, client = product_with_stock(quantity=25, name="Bag"), strict()
    typed = product_form(client, product, name="Sack", **changes) | {"csrfmiddlewaretoken": "x" * 64}
    assert client.post(url(product), typed, headers=headers).status_code == 403
    assert (Product.objects.get().name, KeptForm.objects.count()) == ("Bag", 0)


def test_the_shop_refuses_as_before(client: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/cart/", {}, headers=OURS).status_code == 403


def test_of_one_person_only_the_newest_forms_are_kept() -> None:
    staff()
    owner, now = User.objects.get(), timezone.now()
    moments = [now + timedelta(seconds=n) for n in range(MOST_FORMS + 3)]
    kept = [keep_form(owner=owner, path="/a/", page="/a/", fields=[], now=at) for at in moments]
    assert KeptForm.objects.count() == MOST_FORMS
    taken = take_form(tokens=[form.pk for form in kept], owner=owner, page="/a/", now=now + timedelta(minutes=5))
    assert taken == kept[-1]
