"""Sign up, sign in, sign out, a forgotten password: at the shop's own door, which is as strict as the other."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from backorders.models import CartLine
from catalog.models import ConfigurationValue
from catalog.rules.sales_settings import CONTACT_EMAIL
from inventory_site.login.rules import MOST_OF_ONE_ADDRESS_FOR_ONE_NAME
from inventory_site.models import AccountMail
from inventory_site.shoppers.accounts import UNCONFIRMED_FOR, confirm, forget_unconfirmed, make_account
from tests.factories.backorders import OrderFactory
from tests.factories.catalog import configure, product_with_stock
from tests.factories.shoppers import PASSWORD, mailed_links, shopper
from tests.page_text import page_text

pytestmark = pytest.mark.django_db
HOME, SIGN_IN, SIGN_UP, SIGN_OUT = "/account/", "/account/sign-in/", "/account/sign-up/", "/account/sign-out/"
FORGOTTEN = "/account/password/"
NEW = {"password1": "another-horse-8", "password2": "another-horse-8"}


def sign_in(client: Client, email: str = "ada@example.org", password: str = PASSWORD, at: str = SIGN_IN) -> Any:
    return client.post(at, {"login": email, "password": password})


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def chosen(client: Client, link: str, **fields: str) -> Any:
    page = client.get(link, follow=True)
    return client.post(page.redirect_chain[-1][0] if page.redirect_chain else link, {**NEW, **fields})


def test_an_account_is_opened_by_the_mailed_link_alone(client: Client) -> None:
    answer = client.post(SIGN_UP, {"email": "Ada@Example.org", "password1": "of-a-stranger-1"})
    assert (answer.status_code, answer["Location"], len(mail.outbox)) == (302, "/account/password/mailed/", 0)
    assert not User.objects.exists()
    (link,) = mailed_links()
    made = User.objects.get()
    assert (made.email, made.has_usable_password(), made.is_staff) == ("ada@example.org", False, False)
    other = Client()
    assert chosen(other, link).status_code == 302
    assert is_in(other)
    assert sign_in(client, password="another-horse-8").status_code == 302
    # The link is good once; a stranger who finds it comes too late.
    assert "This link does not hold any more" in page_text(Client().get(link, follow=True))


def test_a_mail_has_both_bodies_and_answers_go_to_the_shop(client: Client) -> None:
    configure(CONTACT_EMAIL, "help@shop.example.org")
    client.post(SIGN_UP, {"email": "ada@example.org"})
    mailed_links()
    sent: Any = mail.outbox[0]
    assert sent.reply_to == ["help@shop.example.org"]
    assert "help@shop.example.org" in sent.body
    assert "Choose your password" in sent.alternatives[0][0]
    assert ConfigurationValue.objects.exists()


@pytest.mark.parametrize("at", [SIGN_UP, FORGOTTEN])
def test_who_asks_is_told_the_same_whether_there_is_an_account(at: str) -> None:
    shopper("ada@example.org")
    shopper("closed@example.org")
    User.objects.filter(email="closed@example.org").update(is_active=False)
    User.objects.create_user("ann", "ann@example.org", is_staff=True, password=PASSWORD)
    told = set()
    for email in ("ada@example.org", "nobody@example.org", "closed@example.org", "ann@example.org"):
        answer = Client().post(at, {"email": email})
        told.add(
            (answer.status_code, answer["Location"], answer.content, AccountMail.objects.filter(email=email).count())
        )
    assert len(told) == 1
    mailed_links()
    written = {each.to[0]: each.subject.split(" at ")[0] for each in mail.outbox}
    there = "You have an account" if at == SIGN_UP else "A new password"
    expected = {"ada@example.org": there, "ann@example.org": there}
    assert written == expected | ({"nobody@example.org": "Your account"} if at == SIGN_UP else {})


def test_a_wrong_password_says_the_same_as_an_unknown_address() -> None:
    shopper("ada@example.org")
    pages = {
        page_text(Client().post(SIGN_IN, {"login": email, "password": "wrong-horse-9"})).replace(email, "")
        for email in ("ada@example.org", "bob@example.org")
    }
    assert len(pages) == 1


def test_guesses_at_one_door_count_at_the_other_and_the_shop_says_so_in_its_own_look(client: Client) -> None:
    User.objects.create_superuser("ann", "ann@example.org", PASSWORD)
    for _ in range(MOST_OF_ONE_ADDRESS_FOR_ONE_NAME - 1):
        assert sign_in(client, "Ann@example.org", "wrong").status_code == 200
    last = client.post(SIGN_IN, {"login": "ann@example.org", "password": "wrong"})
    assert (last.status_code, last["Retry-After"]) == (429, "900")
    assert "Choose a new password" in page_text(last)
    admin = client.post("/admin/login/", {"username": "ann", "password": PASSWORD})
    assert admin.status_code == 429
    assert sign_in(client, "ann@example.org").status_code == 429
    assert not is_in(client)


def test_mails_to_an_address_end_for_an_hour_and_nobody_is_told(client: Client) -> None:
    answers = {client.post(FORGOTTEN, {"email": "ada@example.org"})["Location"] for _ in range(5)}
    assert (answers, AccountMail.objects.count()) == ({"/account/password/mailed/"}, 3)


def test_an_account_of_a_shopper_never_opens_the_back_office(client: Client) -> None:
    ada = shopper()
    refused = client.post("/admin/login/", {"username": ada.username, "password": PASSWORD})
    assert refused.status_code == 200
    assert client.get("/admin/").status_code == 302
    sign_in(client)
    assert is_in(client)
    for address in ("/admin/", "/admin/backorders/order/", "/admin/signed-in/", "/admin/second-factor/"):
        assert client.get(address).status_code == 302, address
    assert client.get("/admin/", follow=True).status_code == 200
    assert 'name="password"' in client.get("/admin/", follow=True).text


def test_a_member_of_staff_signs_in_here_and_still_owes_the_second_factor_there(client: Client) -> None:
    ann = User.objects.create_superuser("ann", "ann@example.org", PASSWORD)
    TOTPDevice.objects.create(user=ann, confirmed=True)
    sign_in(client, "ann@example.org")
    assert is_in(client)
    assert "second-factor" in client.get("/admin/", follow=True).redirect_chain[-1][0]
    # Nor does he work on an order by its link, as staff do who are in.
    page = f"/orders/{OrderFactory.create().checkout}/"
    assert client.get(page).context["staff"] == ""
    TOTPDevice.objects.all().delete()
    assert client.get(page).context["staff"] == "ann"


def test_a_member_of_staff_chooses_a_password_at_the_stricter_door_only(client: Client) -> None:
    ann = User.objects.create_user("ann", "ann@example.org", PASSWORD, is_staff=True)
    client.post(FORGOTTEN, {"email": "ann@example.org"})
    (link,) = mailed_links()
    assert link.startswith("/admin/password-reset/")
    # Who was a shopper when the link was mailed, and is of staff by now.
    bob = shopper("bob@example.org")
    client.post(FORGOTTEN, {"email": "bob@example.org"})
    (link,) = mailed_links()
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    assert "This link does not hold any more" in page_text(client.get(link, follow=True))
    User.objects.filter(pk=bob.pk).update(is_staff=False, is_active=False)
    assert "This link does not hold any more" in page_text(client.get(link, follow=True))
    assert ann.check_password(PASSWORD)


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "http://eu.localhost/", "javascript:1", ""]
)
def test_nobody_is_led_to_another_host(where: str) -> None:
    shopper()
    client = Client()
    assert client.get(SIGN_IN, {"next": where}).status_code == 200
    assert sign_in(client, at=f"{SIGN_IN}?next={where}")["Location"] == HOME
    assert sign_in(client, at=f"{SIGN_IN}?next={where}")["Location"] == HOME
    assert client.post(f"{SIGN_OUT}?next={where}")["Location"] == "/"


def test_a_guests_cart_is_kept_once_in_two_tabs_and_goes_with_the_sign_out(client: Client) -> None:
    shopper()
    bag = product_with_stock(quantity=9, name="Bag", slug="bag")
    client.post("/cart/add/", {"product": bag.pk, "quantity": "2"})
    before = client.session.session_key
    for _ in range(2):
        assert sign_in(client, at=f"{SIGN_IN}?next=/cart/")["Location"] == "/cart/"
    assert client.session.session_key != before
    assert [line.quantity for line in CartLine.objects.all()] == [2]
    assert "Bag" in page_text(client.get("/cart/"))
    for _ in range(2):
        assert client.post(SIGN_OUT)["Location"] == "/"
    assert "Your cart is empty" in page_text(client.get("/cart/"))
    assert not is_in(client)


def test_pages_of_who_is_signed_in_are_his_own(client: Client) -> None:
    shopper()
    product_with_stock(quantity=9, name="Bag", slug="bag")
    stranger = Client().get("/products/bag/")
    assert ("public" in stranger["Cache-Control"], ">Sign in<" in stranger.text) == (True, True)
    sign_in(client)
    client.get(HOME)
    mine = client.get("/products/bag/")
    assert ("private" in mine["Cache-Control"], "Cookie" in mine["Vary"]) == (True, True)
    assert ">Account<" in mine.text
    for address in (HOME, SIGN_IN, SIGN_UP, FORGOTTEN, SIGN_OUT, "/account/password/mailed/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_an_address_that_was_changed_or_is_anothers_is_not_confirmed(client: Client) -> None:
    ada = shopper("ada@example.org")
    second = User.objects.create_user("second", "Ada@example.org", PASSWORD)
    # The first to confirm an address has it.
    assert (confirm(second), confirm(ada)) == (False, True)
    client.force_login(second)
    assert "This address is not confirmed" in page_text(client.get(HOME))
    User.objects.filter(pk=ada.pk).update(email="bob@example.org")
    client.force_login(ada)
    assert "This address is not confirmed" in page_text(client.get(HOME))


def test_an_account_that_nobody_confirmed_is_forgotten() -> None:
    now = timezone.now()
    make_account("never@example.org")
    make_account("lately@example.org")
    old = (shopper("ada@example.org").pk, User.objects.get(email="never@example.org").pk)
    User.objects.create_user("ann", "ann@example.org", is_staff=True)
    User.objects.filter(pk__in=old).update(date_joined=now - UNCONFIRMED_FOR - timedelta(minutes=1))
    forget_unconfirmed(now=now)
    assert set(User.objects.values_list("email", flat=True)) == {
        "ada@example.org",
        "lately@example.org",
        "ann@example.org",
    }


def test_a_name_that_another_account_has_makes_no_account_and_no_mail(client: Client) -> None:
    User.objects.create_user("ada@example.org", "ann@example.org", is_staff=True)
    client.post(SIGN_UP, {"email": "ada@example.org"})
    assert mailed_links() == []
    assert User.objects.count() == 1


@pytest.mark.parametrize(("typed", "said"), [("", "This field is required."), ("ada", "Enter a valid email address.")])
def test_what_was_typed_wrong_is_named(client: Client, typed: str, said: str) -> None:
    for at in (SIGN_UP, FORGOTTEN):
        page = client.post(at, {"email": typed})
        assert said in page_text(page)
        assert "<title>Error:" in page.text
