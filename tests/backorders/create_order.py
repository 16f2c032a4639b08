"""Create New Order as staff use it: what they type, and what they press."""

import html
import re
import uuid
from typing import Any

from django.test import Client

from tests.factories.catalog import default_website
from tests.page_text import Answer

PAGE = "/admin/backorders/order/add/"
CUSTOMER = {
    "customer_name": "Ada Brandt",
    "email": "ada@example.org",
    "street": "Kaistr. 1",
    "postcode": "20095",
    "city": "Hamburg",
    "country": "DE",
    "payment_method": "checkmo",
}


def hidden(page: Answer, name: str) -> str:
    """Return what stands in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found is not None
    return found[1]


def typed(*rows: tuple[str, object], **fields: Any) -> dict[str, Any]:
    """Return the page as it is sent with `rows` (SKU, quantity)."""
    return {
        **CUSTOMER,
        "website": default_website().pk,
        "sku": [sku for sku, _ in rows],
        "qty": [str(quantity) for _, quantity in rows],
        "do": "update",
        **fields,
    }


def submitted(client: Client, *rows: tuple[str, object], **fields: Any) -> Any:
    """Press Update, then Submit, as staff do."""
    shown = client.post(PAGE, typed(*rows, checkout=str(uuid.uuid4()), **fields))
    asked = re.search(r'name="consent" value="([^"]*)"', words(shown))
    # The customer was asked, and agreed.
    agreed = {"consent": html.unescape(asked[1])} if asked else {}
    sent = typed(*rows, checkout=hidden(shown, "checkout"), seen=hidden(shown, "seen"), **agreed | fields)
    return client.post(PAGE, {**sent, "do": "submit"})


def words(page: Answer) -> str:
    """Return the page."""
    return page.content.decode()
