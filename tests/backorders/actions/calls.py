"""How each action is called with what no form would send: by its name."""

import io
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from backorders.actions.cart import LineWish
from backorders.rules.credit_memo import Refunded
from backorders.rules.ready_to_ship import ProposedParcel
from backorders.rules.tracking_number import Tracking
from catalog.actions.assign_sources import SourceRow, SourceValues
from catalog.actions.update_attributes import Attributes
from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.configuration import SETTINGS
from catalog.rules.in_force import OwnPolicy
from catalog.rules.source_selection import Point
from tests.backorders.actions.calls_of_catalog import CALLS_OF_CATALOG
from tests.backorders.actions.calls_of_supply import CALLS_OF_SUPPLY
from tests.backorders.actions.calls_since import CALLS_SINCE, NOW, Call, Draw
from tests.backorders.actions.nasty import Shop, quantities, texts


def a(rows: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(rows)


def some_units(shop: Shop) -> st.SearchStrategy[dict[Any, Any]]:
    return st.dictionaries(a(shop.lines), quantities, max_size=3)


def some_parcels(shop: Shop) -> st.SearchStrategy[list[ProposedParcel]]:
    numbers = a((*(line.pk for line in shop.lines), 10**9))
    units = st.lists(st.tuples(numbers, quantities), max_size=2).map(tuple)
    return st.lists(st.builds(ProposedParcel, a(tuple(source.pk or 0 for source in shop.sources)), units), max_size=2)


own_policies = st.builds(
    OwnPolicy,
    manage_stock=st.sampled_from((None, True, "yes")),
    backorders=st.sampled_from((None, *BackorderMode, 9)),
    **dict.fromkeys(("min_qty", "min_sale_qty", "max_sale_qty", "qty_increments"), st.none() | quantities),
    is_qty_decimal=st.booleans(),
)
source_values = st.none() | st.builds(SourceValues, quantities, st.booleans(), st.none() | quantities)


def source_rows(shop: Shop) -> st.SearchStrategy[list[SourceRow]]:
    known = st.sampled_from((None, SourceValues(Decimal(9))))
    row = st.builds(SourceRow, a(tuple(source.pk or 0 for source in shop.sources)), known, source_values)
    return st.lists(row, max_size=3, unique_by=lambda each: each.source_id)


trackings = st.builds(Tracking, texts, texts, texts)
revisions = st.none() | st.integers()


def places(shop: Shop) -> st.SearchStrategy[dict[tuple[int, int], Any]]:
    pairs = st.tuples(a(tuple(source.pk or 0 for source in shop.sources)), a(tuple(p.pk or 0 for p in shop.products)))
    return st.dictionaries(pairs, quantities, max_size=3)


def on_order(name: str, /, **others: Callable[[Shop], st.SearchStrategy[Any]]) -> Call:
    """Return the call of an action on one row of `name`."""

    def call(action: Callable[..., Any], draw: Draw, shop: Shop) -> Any:
        given = {key: draw(strategy(shop)) for key, strategy in others.items()}
        return action(**{name: draw(a(getattr(shop, f"{name}s")))}, **given)

    return call


def nobody(_: Shop) -> st.SearchStrategy[Any]:
    return st.none()


def text(_: Shop) -> st.SearchStrategy[str]:
    return texts


def positional(kind: str, /, **others: Callable[[Shop], st.SearchStrategy[Any]]) -> Call:
    def call(action: Callable[..., Any], draw: Draw, shop: Shop) -> Any:
        return action(draw(a(getattr(shop, kind))), **{key: draw(make(shop)) for key, make in others.items()})

    return call


def changed(row: Any, draw: Draw, **columns: st.SearchStrategy[Any]) -> Any:
    """Return the row with some of its columns set to what no form would send."""
    for name, strategy in columns.items():
        setattr(row, name, draw(strategy))
    return row


OTHERS = CALLS_SINCE | CALLS_OF_CATALOG | CALLS_OF_SUPPLY
CALLS: dict[str, Call] = OTHERS | {
    "add_to_cart": lambda action, draw, shop: action(
        token=draw(st.sampled_from((None, uuid.uuid4()))),
        website=draw(a(shop.websites)),
        product=draw(a(shop.products)),
        quantity=draw(st.none() | quantities),
        group=draw(st.none() | texts),
    ),
    "assign_sources": positional("products", rows=source_rows, by=nobody),
    "book_delivery": lambda action, draw, shop: action(
        source=draw(a(shop.sources)),
        units=draw(
            st.dictionaries(a(tuple(product for product in shop.products if product.pk)), quantities, max_size=3)
        ),
        reference=draw(texts),
        expected_as=draw(texts),
        seen=draw(st.none() | texts),
        key=draw(texts),
        by=None,
    ),
    "cancel_order": on_order("order", units=lambda shop: st.none() | some_units(shop), by=nobody),
    "cancel_own_order": on_order("order"),
    "change_cart": lambda action, draw, shop: action(
        token=uuid.uuid4(),
        website=draw(a(shop.websites)),
        wishes={draw(st.integers()): LineWish((Decimal(1),), draw(st.none() | quantities))},
        removed=draw(st.lists(st.integers(), max_size=2)),
    ),
    "close_cart": on_order("order"),
    "confirm_order": on_order("order"),
    "confirm_refund": on_order("refund", by=nobody),
    "deduct": lambda action, draw, shop: action(draw(places(shop))),
    "delete_customer_group": positional("groups"),
    "delete_stock": positional("stocks"),
    "delete_store_view": positional("store_views"),
    "delete_website": positional("websites"),
    "delete_products": lambda action, draw, shop: action(
        product_ids=[product.pk or 0 for product in draw(st.lists(a(shop.products)))],
        by=None,
        may_delete_held=draw(st.booleans()),
        seen=draw(st.none() | texts),
    ),
    "disable_products": lambda action, draw, shop: action(
        product_ids=[product.pk or 0 for product in draw(st.lists(a(shop.products)))], by=None
    ),
    "ship_elsewhere": on_order("order", units=some_units, reason=text, key=text, by=nobody),
    "deliver_order": on_order("order", by=nobody),
    "edit_order": on_order(
        "order",
        units=some_units,
        added=lambda shop: st.dictionaries(a(shop.products[:4]), quantities, max_size=2),
        by=nobody,
        key=text,
        revision=lambda _: revisions,
    ),
    "hold_order": on_order("order", by=nobody),
    "import_products": lambda action, draw, _: action(
        io.BytesIO(draw(st.binary(max_size=60) | st.just(b"sku,name,price,qty\n")) + draw(st.binary(max_size=60))),
        by=None,
    ),
    "invoice_order": on_order("order", units=lambda shop: st.none() | some_units(shop), by=nobody, key=text),
    "move_to_front": on_order("line", reason=text, seen=lambda _: st.none() | texts, by=nobody),
    "pay_order": on_order("payment", details=lambda _: st.dictionaries(texts, texts, max_size=2)),
    "place_order": lambda action, draw, shop: action(
        lines=draw(st.lists(st.tuples(a(shop.products), quantities), max_size=3)),
        email=draw(texts),
        customer_name=draw(texts),
        website=draw(st.none() | a(shop.websites)),
        payment_method=draw(st.sampled_from(("card", "checkmo", "nothing"))),
        group=draw(st.none() | texts),
        network=draw(texts),
        by=None,
    ),
    "put_back": lambda action, draw, shop: action(draw(places(shop)), set_in_stock=draw(st.booleans())),
    "receive_delivery": positional(
        "products", source=lambda shop: a(shop.sources), quantity=lambda _: quantities, by=nobody, key=text
    ),
    "receive_stock": positional(
        "products", source=lambda shop: a(shop.sources), quantity=lambda _: quantities, by=nobody, key=text
    ),
    "refund_order": on_order(
        "order",
        units=lambda shop: st.dictionaries(a(shop.lines), st.builds(Refunded, quantities, st.booleans()), max_size=3),
        key=text,
        by=nobody,
        comment=text,
    ),
    "unhold_order": on_order("order", by=nobody),
    "resend_refund": on_order("refund", by=nobody),
    "save_advanced_inventory": positional("products", values=lambda _: own_policies, by=nobody),
    "save_configuration": lambda action, draw, shop: action(
        draw(st.dictionaries(st.sampled_from((*SETTINGS, "no/such/path")), st.none() | texts, max_size=3)),
        by=None,
        website=draw(st.none() | a(shop.websites)),
    ),
    "save_customer_group": lambda action, draw, shop: action(changed(draw(a(shop.groups)), draw, name=texts)),
    "save_destination": on_order(
        "order", point=lambda _: st.builds(Point, st.decimals(places=4), st.decimals(places=4)), by=nobody
    ),
    "save_product": lambda action, draw, shop: action(
        changed(draw(a(shop.products)), draw, sku=texts, name=texts, slug=texts, price=quantities),
        own_policy=draw(st.none() | own_policies),
        source_rows=draw(source_rows(shop)),
        by=None,
    ),
    "save_stock": lambda action, draw, shop: action(
        changed(draw(a(shop.stocks)), draw, name=texts),
        websites=draw(st.lists(a(shop.websites), max_size=2)),
        source_ids=draw(st.none() | st.lists(st.integers(0, 10**10) | a(tuple(s.pk or 0 for s in shop.sources)))),
        by=None,
    ),
    "add_tracking": on_order("shipment", numbers=lambda _: st.lists(trackings, max_size=3), by=nobody),
    "remove_tracking": on_order("shipment", number=lambda _: st.integers(), by=nobody),
    "hand_over": on_order("shipment", by=nobody),
    "undo_shipment": on_order("shipment", reason=text, revision=lambda _: revisions, by=nobody),
    "save_website": lambda action, draw, shop: action(changed(draw(a(shop.websites)), draw, code=texts, name=texts)),
    "send_again": on_order("row", by=nobody),
    "send_confirmation_again": on_order("order", key=text, by=nobody),
    "ship_order": on_order(
        "order",
        source=lambda shop: a(shop.sources),
        units=some_units,
        key=text,
        by=nobody,
        tracking=lambda _: st.lists(trackings, max_size=2),
        comment=text,
    ),
    "comment_order": on_order("order", text=text, is_told=lambda _: st.booleans(), key=text, by=nobody),
    "ship_ready": on_order("order", parcels=some_parcels, key=text, revision=lambda _: revisions, by=nobody),
    "update_attributes": lambda action, draw, shop: action(
        [product.pk or 0 for product in draw(st.lists(a(shop.products)))],
        attributes=Attributes(
            draw(
                st.dictionaries(
                    st.sampled_from(("min_qty", "max_sale_qty", "backorders", "is_qty_decimal", "colour")),
                    st.none() | quantities | st.booleans(),
                    max_size=2,
                )
            ),
            draw(st.none() | quantities),
            draw(st.none() | st.booleans()),
        ),
        now=NOW,
    ),
}
