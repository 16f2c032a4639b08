"""A grid counts no further than anybody leafs, and says so; its cells escape what they show."""

import pytest
from django.test import Client

from catalog.admin import grid
from catalog.admin.grid import MoreThan, checkbox_cell
from catalog.admin.grid_table import label_cell
from catalog.admin.product.cells import GridCell, GridLine
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db
GRID = "/admin/catalog/product/"


def test_a_grid_of_more_rows_than_are_counted_says_so(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_COUNTED", 2)
    ProductFactory.create_batch(3)
    page = admin_client.get(GRID)
    assert page.context["cl"].result_count == 2
    assert "More than 2" in " ".join(page.content.decode().split())
    assert [row.pk for row in page.context["cl"].result_list] != []


def test_a_grid_that_is_counted_whole_says_the_number(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_COUNTED", 3)
    ProductFactory.create_batch(3, name="Bag")
    text = " ".join(admin_client.get(GRID).content.decode().split())
    assert "3 products" in text
    assert "More than" not in text
    assert "results (<a" not in text


def test_what_is_searched_leads_back_to_the_whole(admin_client: Client) -> None:
    ProductFactory.create_batch(2, name="Bag")
    text = " ".join(admin_client.get(f"{GRID}?q=bag").content.decode().split())
    assert '2 results (<a href="?">Show all</a>)' in text


def test_a_number_that_is_not_known_is_a_number_for_who_reckons() -> None:
    assert (MoreThan(10_000) > 50, str(MoreThan(10_000))) == (True, "more than 10,000")


def test_cells_escape_what_they_show() -> None:
    line = GridLine("<b>W</b>", "1&2", "<i>", is_owed=True)
    written = GridCell((line,), 2, 'a"b', '/x/"').written
    assert "<b>W</b>" not in written
    assert "1&amp;2" in written
    assert 'title="a&quot;b"' in written
    assert 'href="/x/&quot;"' in written
    assert "<script>" not in label_cell("<script>", "danger") + checkbox_cell("<script>")


def test_the_box_of_a_row_chooses_that_row() -> None:
    assert 'value="17"' in checkbox_cell(17)
    assert 'name="_selected_action"' in checkbox_cell(17)
