"""The one form around the cart, read from its page as a browser does."""

import html
import re

from django.test import Client

from backorders.models import CartLine
from catalog.forms.hidden_fields import KEY
from catalog.forms.once import CSRF

INPUT = re.compile(r"<input\b([^>]*)>", re.DOTALL)


def cart_form(client: Client) -> dict[str, str]:
    """Open the cart and return what its form would post if nothing was changed."""
    form = client.get("/cart/").content.decode().split("data-cart\n", 1)[1].split("</form>")[0]
    fields = [dict(re.findall(r'([\w-]+)="([^"]*)"', found)) for found in INPUT.findall(form)]
    return {field["name"]: html.unescape(field["value"]) for field in fields if field["name"] not in {CSRF, KEY}}


def box(line: CartLine) -> str:
    """Return the name of the line's quantity box."""
    return f"quantity-{line.pk}"
