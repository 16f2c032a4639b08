"""How actions on counts and categories are called with what no form would send."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from catalog.models import Category
from catalog.rules.stock_count import CountedRow, CountReason
from tests.backorders.actions.calls_since import Call, Draw
from tests.backorders.actions.nasty import Shop, quantities, texts


def _count(action: Callable[..., Any], draw: Draw, shop: Shop) -> Any:
    numbers = st.sampled_from([product.pk or 0 for product in shop.products])
    units = st.none() | quantities
    rows = draw(st.lists(st.builds(CountedRow, numbers, units, units), max_size=3))
    return action(
        source=draw(st.sampled_from(shop.sources)),
        rows=rows,
        reason=draw(st.sampled_from(list(CountReason))),
        note=draw(texts),
        key=draw(st.none() | texts),
        by=None,
    )


def _category(action: Callable[..., Any], draw: Draw, shop: Shop) -> Any:
    del shop
    rows = (*Category.objects.order_by("pk"), Category(pk=10**9))
    row = draw(st.sampled_from((*rows, Category())))
    row.name, row.slug = draw(texts), draw(texts)
    return action(row, parent=draw(st.sampled_from((None, *rows))))


def _taken_back(action: Callable[..., Any], draw: Draw, shop: Shop) -> Any:
    return action(product=draw(st.sampled_from(shop.products)), mark=draw(texts), by=None)


CALLS_OF_CATALOG: dict[str, Call] = {
    "count_stock": _count,
    "save_category": _category,
    "undo_policy_change": _taken_back,
    "undo_setting_change": lambda action, draw, _: action(mark=draw(texts), by=None),
}
