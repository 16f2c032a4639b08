"""Each page of an account and of the doors to it, in its states."""

from playwright.sync_api import expect

from backorders.actions.save_address import save_address
from tests.backorders.checkout_data import HOME
from tests.factories.shoppers import link_of, shopper
from tests.journeys.accessible import Walk


def walk_account(walk: Walk) -> None:
    """Look at each; orders of ada@example.org are there."""
    walk.open("/account/", "sign in")
    walk.page.get_by_label("E-mail").fill("ada@example.org")
    walk.page.get_by_label("Password", exact=True).fill("wrong-horse-9")
    walk.page.get_by_role("button", name="Sign in").click()
    expect(walk.page.get_by_role("alert")).to_be_focused()
    walk.look("sign in, refused")
    for address, name in (("sign-up", "make an account"), ("password", "forgotten password")):
        walk.open(f"/account/{address}/", name)
        walk.page.get_by_role("button", name="Send me the link").click()
        expect(walk.page.get_by_role("alert")).to_be_focused()
        walk.look(f"{name}, refused")
    walk.open("/account/password/mailed/", "a mail is on its way")
    walk.open("/account/password/x-y/", "a link that is too old")
    ada = shopper("ada@example.org")
    save_address(user=ada, customer_name="Ada Brandt", address=HOME)
    walk.open(link_of(ada), "choose a password")
    walk.page.get_by_label("Password", exact=True).fill("x")
    walk.page.get_by_role("button", name="Save and sign in").click()
    expect(walk.page.get_by_role("alert")).to_be_focused()
    walk.look("choose a password, refused")
    for label in ("Password", "The same password again"):
        walk.page.get_by_label(label, exact=True).fill("another-horse-8")
    walk.page.get_by_role("button", name="Save and sign in").click()
    walk.page.get_by_role("heading", name="Your account").wait_for()
    walk.look("the account, with orders")
    walk.open("/account/sign-out/", "sign out")
    walk.page.get_by_role("main").get_by_role("button", name="Sign out").click()
    walk.page.get_by_text("You are signed out.").wait_for()
    walk.look("signed out")
