"""Who waited is told once that all of it is there, where his website says so."""

import pytest

from backorders.actions.ship_order import ship_order
from backorders.actions.tell_backorders_ready import tell_backorders_ready
from backorders.models import Notification
from catalog.rules.waiting_settings import TELL_READY
from tests.backorders.queries.test_backorder_ready import NOW, came, paid
from tests.factories.catalog import configure, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def test_a_customer_is_told_once_what_ships_next() -> None:
    bag, tin = product_with_stock(quantity=2, backorders=2, name="Bag"), product_with_stock(quantity=9, name="Tin")
    order = paid(bag, tin)
    line = order.lines.get(name="Tin")
    ship_order(order=order, source=default_source(), units={line: line.ordered - 1}, key="a", by=None, now=NOW)
    assert tell_backorders_ready(now=NOW) == 0
    came(bag, 5)
    assert (tell_backorders_ready(now=NOW), tell_backorders_ready(now=NOW)) == (1, 0)
    note = Notification.objects.get(key=f"backorder_ready:{order.pk}")
    assert (note.recipient, note.subject) == (order.email, f"Your order #{order.number} is ready to ship")
    assert f"5 x Bag ({bag.sku})\n1 x Tin ({tin.sku})" in note.body_text
    for text in (note.body_text, note.body_html):
        assert "was on backorder of your order" in text


def test_nobody_is_told_where_the_website_says_no_or_it_has_left() -> None:
    bag = product_with_stock(quantity=0, backorders=2)
    order, shipped = paid(bag), paid(bag)
    came(bag, 10)
    units = {line: line.open for line in shipped.lines.all()}
    ship_order(order=shipped, source=default_source(), units=units, key="a", by=None, now=NOW)
    configure(TELL_READY, "0", order.website)
    assert tell_backorders_ready(now=NOW) == 0
    configure(TELL_READY, "1", order.website)
    assert tell_backorders_ready(now=NOW) == 1
