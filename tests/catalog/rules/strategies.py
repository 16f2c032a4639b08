"""Quantities, policies and levels, as Hypothesis makes them up: small, often at the edges, with four places."""

from decimal import Decimal

from hypothesis import strategies as st

from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, StockPolicy, stock_policy
from catalog.rules.salable import Level


def quantities(low: int = -12, high: int = 12) -> st.SearchStrategy[Decimal]:
    """Return whole and four-place quantities from `low` to `high`: close together, so that bounds are often met."""
    return st.integers(low, high).map(Decimal) | st.decimals(low, high, places=4)


def configured_policies() -> st.SearchStrategy[ConfiguredPolicy]:
    """Return Product Stock Options that the configuration page accepts."""
    return st.builds(
        ConfiguredPolicy,
        manage_stock=st.booleans(),
        backorders=st.sampled_from(BackorderMode),
        min_qty=quantities(),
        min_sale_qty=st.none() | quantities(1, 4),
        max_sale_qty=st.just(Decimal(10000)) | st.just(Decimal(0)) | quantities(1, 12),
        notify_stock_qty=quantities(0, 12),
        backorder_lead_time=quantities(0, 12),
        enable_qty_increments=st.booleans(),
        qty_increments=st.integers(1, 4).map(Decimal),
    )


def own_policies() -> st.SearchStrategy[OwnPolicy]:
    """Return Advanced Inventory as the table accepts it, inherited fields included."""
    return st.builds(
        OwnPolicy,
        manage_stock=st.none() | st.booleans(),
        backorders=st.none() | st.sampled_from(BackorderMode),
        min_qty=st.none() | quantities(),
        min_sale_qty=st.none() | quantities(0, 4),
        max_sale_qty=st.none() | quantities(0, 12).map(abs),
        notify_stock_qty=st.none() | quantities(0, 12),
        backorder_lead_time=st.none() | quantities(0, 12),
        enable_qty_increments=st.none() | st.booleans(),
        qty_increments=st.none() | quantities(0, 4),
        is_qty_decimal=st.booleans(),
    )


def policies() -> st.SearchStrategy[StockPolicy]:
    """Return policies in force."""
    return st.builds(stock_policy, own_policies(), configured_policies())


def levels() -> st.SearchStrategy[Level]:
    """Return levels, over-reserved ones and negative shelves included."""
    return st.builds(
        lambda on_hand, reserved, in_stock, others: Level(on_hand, reserved, in_stock, in_stock + others),
        quantities(-4, 12),
        quantities(-4, 12),
        st.integers(0, 2),
        st.integers(0, 2),
    )
