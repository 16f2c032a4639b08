"""Which addresses are slow pages: each name is one of the resolver's, and its address is known by the front door."""

import pytest
from django.urls import get_resolver, reverse

from inventory_site.slow_pages import SLOW, is_slow

NUMBERED = {"admin:catalog_product_preview", "admin:catalog_product_explain"}


@pytest.mark.parametrize("name", sorted(SLOW))
def test_a_slow_page_is_known_by_its_address(name: str) -> None:
    assert is_slow(reverse(name, args=[1] if name in NUMBERED else []))


@pytest.mark.parametrize("path", ["/", "/admin/", "/admin/nothing/here/", "/admin/catalog/product/", "/nothing"])
def test_other_pages_are_not(path: str) -> None:
    assert not is_slow(path)


def test_every_export_preview_and_report_is_one() -> None:
    """A new one has to be named: by its words it is slow."""
    _, admin = get_resolver().namespace_dict["admin"]
    names = {name for name in admin.reverse_dict if isinstance(name, str)}
    assert "inventory_check" in names
    words = ("export", "preview", "inventory_check")
    assert {f"admin:{name}" for name in names if any(word in name for word in words)} <= SLOW
