"""How actions on carts, kept forms, notices and messages of providers are called with what no form would send."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from hypothesis import strategies as st

from backorders.actions.record_provider_event import Told
from backorders.models import Cart
from backorders.rules.payment import ProviderEventKind
from backorders.rules.shipping_choice import ShippingChoice
from catalog.models import CustomerGroup
from tests.backorders.actions.nasty import Shop, quantities, texts
from tests.backorders.checkout_data import HOME

GRID = "catalog.product"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
type Draw = Callable[[st.SearchStrategy[Any]], Any]
type Call = Callable[[Callable[..., Any], Draw, Shop], Any]

moments = st.sampled_from((NOW, datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)))
pages = st.sampled_from(("/admin/", "", "//elsewhere", "/\0", "/" * 5000)) | texts
tokens = st.lists(st.uuids() | st.just(uuid.UUID(int=0)), max_size=3)
told = st.builds(
    Told,
    kind=st.sampled_from(ProviderEventKind),
    key=texts,
    amount=quantities,
    currency=st.sampled_from(("USD", "JPY", "", "x" * 9, "\0")),
    reference=texts,
    own_refund=st.sampled_from((None, 0, -1, 10**30)),
    message=texts,
)


def people(shop: Shop) -> st.SearchStrategy[User]:
    return st.sampled_from(shop.people)


def carts(shop: Shop) -> st.SearchStrategy[Cart]:
    return st.sampled_from((Cart(), Cart(pk=10**9, website=shop.websites[0])))


def at_any_moment(action: Callable[..., Any], draw: Draw, _: Shop) -> Any:
    return action(now=draw(moments))


def clock() -> datetime:
    return NOW


def of_a_row(name: str, **others: Any) -> Call:
    """Return the call of an action that takes a row's number; the number may be that of no row."""

    def call(action: Callable[..., Any], draw: Draw, _: Shop) -> Any:
        return action(**{name: draw(st.sampled_from((-1, 0, 10**15)) | st.integers(1, 9))}, **others)

    return call


views = st.sampled_from((-1, 0, 10**15)) | st.integers(1, 9)
CALLS_SINCE: dict[str, Call] = {
    "keep_columns": lambda action, draw, shop: action(GRID, columns=draw(texts), by=draw(people(shop))),
    "keep_size": lambda action, draw, shop: action(GRID, size=draw(texts), by=draw(people(shop))),
    "save_view": lambda action, draw, shop: action(
        GRID,
        name=draw(texts),
        query=draw(texts),
        is_shared=draw(st.booleans()),
        is_default=draw(st.booleans()),
        by=draw(people(shop)),
    ),
    "open_with": lambda action, draw, shop: action(GRID, view_id=draw(st.none() | views), by=draw(people(shop))),
    "delete_view": lambda action, draw, shop: action(GRID, view_id=draw(views), by=draw(people(shop))),
    "delete_in_batches": lambda action, draw, _: action(rows=Cart.objects.filter(touched_at__lt=draw(moments))),
    "forget_gone_lines": lambda action, draw, shop: action(cart=draw(carts(shop))),
    "forget_kept_forms": at_any_moment,
    "forget_used_keys": at_any_moment,
    "capture_payment": of_a_row("payment_id"),
    "keep_form": lambda action, draw, shop: action(
        owner=draw(people(shop)),
        path=draw(pages),
        page=draw(pages),
        fields=draw(st.lists(st.tuples(texts, texts), max_size=2)),
        files=draw(st.lists(texts, max_size=2)),
        now=draw(moments),
    ),
    "remind_of_checks": lambda action, draw, _: action(now=draw(moments)),
    "keep_owed_days": at_any_moment,
    "keep_owed_days_anew": at_any_moment,
    "collect_search_words": at_any_moment,
    "note_stopped_sales": at_any_moment,
    "prune": lambda action, draw, _: action(now=draw(moments)),
    "read_low_stock": lambda action, draw, shop: action(
        up_to=draw(st.sampled_from((-1, 0, 10**30)) | st.integers()), by=draw(people(shop))
    ),
    "record_provider_event": lambda action, draw, shop: action(
        payment=draw(st.sampled_from(shop.payments)), told=draw(told), now=draw(moments)
    ),
    "run_errand": of_a_row("errand_id", clock=clock),
    "send_low_stock_notices": at_any_moment,
    "send_stock_alerts": at_any_moment,
    "tell_backorders_ready": at_any_moment,
    "tell_moved_days": at_any_moment,
    "enable_sources": lambda action, draw, shop: action(
        [source.pk or 0 for source in draw(st.lists(st.sampled_from(shop.sources)))],
        enable=draw(st.booleans()),
        by=None,
        seen=draw(st.none() | texts),
        today=NOW.date(),
    ),
    "choose_shipping": lambda action, draw, shop: action(
        order=draw(st.sampled_from(shop.orders)),
        choice=draw(st.sampled_from(ShippingChoice)),
        revision=draw(st.none() | st.integers()),
        by=None,
        now=draw(moments),
    ),
    "keep_moved_day": lambda action, draw, shop: action(
        order=draw(st.sampled_from(shop.orders)),
        line_id=draw(st.sampled_from((-1, 0, 10**30)) | st.integers()),
        now=draw(moments),
    ),
    "ask_for_alert": lambda action, draw, shop: action(
        product=draw(st.sampled_from(shop.products)),
        website=draw(st.sampled_from(shop.websites)),
        email=draw(texts | st.just("ada@example.org")),
        network="n",
        now=draw(moments),
    ),
    "find_order": lambda action, draw, _: action(
        number=draw(texts | st.just("1")), email=draw(texts), network="n", now=draw(moments)
    ),
    "save_address": lambda action, draw, shop: action(user=draw(people(shop)), customer_name=draw(texts), address=HOME),
    "forget_address": lambda action, draw, shop: action(user=draw(people(shop))),
    "confirm_alert": lambda action, draw, _: action(token=uuid.uuid4(), now=draw(moments)),
    "end_alerts": lambda action, *_: action(token=uuid.uuid4()),
    "set_customer_group": lambda action, draw, shop: action(
        draw(texts | st.just("ada@example.org")),
        group=draw(st.sampled_from((None, *CustomerGroup.objects.order_by("pk")[1:]))),
        shown=draw(texts | st.just("")),
        by=draw(people(shop)),
    ),
    "send_message": of_a_row("notification_id", clock=clock),
    "send_refund": of_a_row("refund_id", clock=clock),
    "take_form": lambda action, draw, shop: action(
        tokens=draw(tokens), owner=draw(people(shop)), page=draw(pages), now=draw(moments)
    ),
    "withdraw_payment": of_a_row("payment_id", was_authorised=True),
}
