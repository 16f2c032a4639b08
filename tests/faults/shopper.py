"""A shopper who buys one unit by check, and sends his form again, as a browser does, until he is told what became of it."""

import itertools
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from operator import itemgetter
from urllib.parse import urlencode, urlsplit

from tests.fuzz.page_forms import PageForm, forms_of

OK = 200
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
SOLD_OUT = "out of stock"
LOOK_AGAIN = "Your cart has changed"
NOT_ORDERED = ("Your order was not placed", LOOK_AGAIN)
AWAY = OSError, HTTPException
numbers = itertools.count()


@dataclass
class Attempt:
    """One wish to buy. `told` is the order's token in the address that the shop led to; `refused` the page that said no order."""

    email: str
    told: str = ""
    refused: str = ""


def page_of(address: str) -> tuple[int, str]:
    """Return the status and the text of a page, asked for on a connection of its own; 0 when nobody answered."""
    try:
        with urllib.request.urlopen(address, timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310  our own shop
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except AWAY:
        return 0, ""


def is_served(home: str) -> bool:
    """Whether the first page comes."""
    return page_of(home + "/")[0] == OK


def buy(
    home: str,
    begun: Callable[[Attempt], None],
    *,
    goes_on: Callable[[], bool],
    email: str = "",
    buyer: Mapping[str, str] = BUYER,
    product: str = "",
    choose: Callable[[Sequence[str]], str] = itemgetter(0),
) -> Attempt:
    """Try to buy one unit of the product at that address, or of what `choose` picks on the first page; return what became of it.

    `begun` hears of it before the order is sent. Whatever fails is tried again while `goes_on`.
    """
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    attempt = Attempt(email or f"ada{next(numbers)}@example.org")

    def open_checkout() -> PageForm | str:
        text = _read(browser, home + "/checkout/")
        attempt.refused = _refusal(text).replace(LOOK_AGAIN, "")
        return attempt.refused or _form_of(text, "/checkout/", "/checkout/")

    def fill_cart() -> bool:
        return _fill_cart(browser, home, attempt, product, choose)

    if not _until(fill_cart, goes_on) or attempt.refused:
        return attempt
    # The page is read once: what is sent again is the same form.
    opened = _until(open_checkout, goes_on)
    if opened is None or isinstance(opened, str):
        return attempt
    form = opened
    begun(attempt)

    def check_out() -> bool:
        nonlocal form
        address, text = _send(browser, home, "/checkout/", form, {**buyer, "email": attempt.email})
        found = re.search(r"/orders/([0-9a-f-]{36})/", address)
        attempt.told = found[1] if found else ""
        attempt.refused = "" if found else _refusal(text)
        if attempt.refused == LOOK_AGAIN:
            # He looks, agrees, and sends what he is shown now.
            attempt.refused, form = "", _form_of(text, "/checkout/", "/checkout/")
        return bool(attempt.told or attempt.refused)

    _until(check_out, goes_on)
    return attempt


def _fill_cart(
    browser: urllib.request.OpenerDirector,
    home: str,
    attempt: Attempt,
    product: str,
    choose: Callable[[Sequence[str]], str],
) -> bool:
    """Put one unit into the cart, or note that it is sold out. Raises `LookupError`."""
    page = product or choose(re.findall(r'href="(/products/[^"]+)"', _read(browser, home + "/")))
    text = _read(browser, home + page)
    if SOLD_OUT not in text.lower():
        _, text = _send(browser, home, page, _form_of(text, page, "/cart/add/"), {"quantity": "1"})
    attempt.refused = SOLD_OUT if SOLD_OUT in text.lower() else ""
    return True


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


def _refusal(text: str) -> str:
    """Return what the page says of an order that was not made; empty when it says nothing of the kind."""
    return next((words for words in NOT_ORDERED if words in text), "")


def _form_of(text: str, page: str, action: str) -> PageForm:
    """Return the page's form that goes to `action`. Raises `LookupError`."""
    forms = [form for form in forms_of(text) if action in (form.action or page)]
    meant = [form for form in forms if form.fields and _is_meant(form, action)]
    if not meant:
        raise LookupError(action)
    return meant[0]


def _is_meant(form: PageForm, action: str) -> bool:
    return action != "/checkout/" or any(name == "checkout" for name, _ in form.fields)


def _send(
    browser: urllib.request.OpenerDirector, home: str, page: str, form: PageForm, typed: dict[str, str]
) -> tuple[str, str]:
    """Fill in a form of the page, send it, and return the address and the text of the answer."""
    fields = [(name, value) for name, value in form.fields if name not in typed] + list(typed.items())
    # Who is asked whether he agrees to a late day agrees.
    fields += [(name, value) for name, value in form.buttons if name == "consent"]
    request = urllib.request.Request(  # noqa: S310  our own shop
        home + (urlsplit(form.action).path or page),
        urlencode(fields).encode(),
        {"Referer": home + page, "Origin": home},
    )
    with browser.open(request, timeout=SECONDS_TO_ANSWER) as answer:
        return str(answer.url), answer.read().decode()
