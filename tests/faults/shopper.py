"""A shopper who buys one unit by check, and sends his form again, as a browser does, until he is told what became of it."""

import itertools
import re
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from operator import itemgetter
from urllib.parse import urlencode, urlsplit

from tests.fuzz.page_forms import PageForm, forms_of

SECONDS_TO_ANSWER = 10
SECONDS_BETWEEN_TRIES = 0.3
BUYER = {
    "customer_name": "Ada Brandt",
    "street": "12 Quay Street",
    "city": "Bristol",
    "postcode": "BS1 4DJ",
    "country": "GB",
    "payment_method": "checkmo",
}
# What the shop says when it has looked, and made no order of what was sent.
NOT_ORDERED = ("Your order was not placed", "Your cart has changed")
AWAY = OSError, HTTPException
numbers = itertools.count()


@dataclass
class Attempt:
    """One wish to buy. `told` is the order's token in the address that the shop led to; `refused` the page that said no order."""

    email: str
    told: str = ""
    refused: str = ""


def is_served(home: str) -> bool:
    """Ask for the first page, on a connection of its own."""
    try:
        with urllib.request.urlopen(home + "/", timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310  our own shop
            return bool(answer.status == 200)
    except AWAY:
        return False


def buy(
    home: str,
    begun: Callable[[Attempt], None],
    *,
    goes_on: Callable[[], bool],
    email: str = "",
    buyer: Mapping[str, str] = BUYER,
    choose: Callable[[Sequence[str]], str] = itemgetter(0),
) -> Attempt:
    """Try to buy one unit of what `choose` picks from the first page's products, and return what became of it.

    `begun` hears of it before the order is sent. Whatever fails is tried again while `goes_on`.
    """
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    attempt = Attempt(email or f"ada{next(numbers)}@example.org")

    def fill_cart() -> str:
        products = re.findall(r'href="(/products/[^"]+)"', _read(browser, home + "/"))
        if not products:
            return ""
        return _send(browser, home, *_form(browser, home, choose(products), "/cart/add/"), {"quantity": "1"})[0]

    if not _until(fill_cart, goes_on):
        return attempt
    # The page is read once: what is sent again is the same form.
    form = _until(lambda: _form(browser, home, "/checkout/", "/checkout/"), goes_on)
    if form is None:
        return attempt
    begun(attempt)

    def check_out() -> bool:
        address, text = _send(browser, home, *form, {**buyer, "email": attempt.email})
        found = re.search(r"/orders/([0-9a-f-]{36})/", address)
        attempt.told = found[1] if found else ""
        attempt.refused = next((words for words in NOT_ORDERED if words in text), "") if not found else ""
        return bool(attempt.told or attempt.refused)

    _until(check_out, goes_on)
    return attempt


def _until[T](act: Callable[[], T], goes_on: Callable[[], bool]) -> T | None:
    """Return the first answer of `act` that is one; None when the shopper was called away before."""
    while True:
        try:
            answer = act()
        except (*AWAY, LookupError):
            answer = None
        if answer:
            return answer
        if not goes_on():
            return None
        time.sleep(SECONDS_BETWEEN_TRIES)


def _read(browser: urllib.request.OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=SECONDS_TO_ANSWER) as answer:
        return str(answer.read().decode())


def _form(browser: urllib.request.OpenerDirector, home: str, page: str, action: str) -> tuple[str, PageForm]:
    """Return (page, its form that goes to `action`). Raises `LookupError`."""
    forms = [form for form in forms_of(_read(browser, home + page)) if action in (form.action or page)]
    meant = [form for form in forms if form.fields and _is_meant(form, action)]
    return page, meant[0]


def _is_meant(form: PageForm, action: str) -> bool:
    return action != "/checkout/" or any(name == "checkout" for name, _ in form.fields)


def _send(
    browser: urllib.request.OpenerDirector, home: str, page: str, form: PageForm, typed: dict[str, str]
) -> tuple[str, str]:
    """Fill in a form of the page, send it, and return the address and the text of the answer."""
    fields = [(name, value) for name, value in form.fields if name not in typed] + list(typed.items())
    request = urllib.request.Request(  # noqa: S310  our own shop
        home + (urlsplit(form.action).path or page),
        urlencode(fields).encode(),
        {"Referer": home + page, "Origin": home},
    )
    with browser.open(request, timeout=SECONDS_TO_ANSWER) as answer:
        return str(answer.url), answer.read().decode()
