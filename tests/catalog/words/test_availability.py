"""What is owed is told in the reference's own sentence, in pages and mails alike."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import Client

from catalog.rules.configuration import ONLY_X_LEFT_THRESHOLD
from catalog.words.availability import OWED, left_in_words
from tests.factories.catalog import configure, product_with_stock
from tests.page_text import page_text


def test_a_page_says_what_is_owed_as_the_reference_does() -> None:
    said = "We don't have as many quantity as you requested, but we'll back order the remaining 5."
    assert OWED.format(5) == said
    assert Template("{% load availability %}{{ owed|owed_in_words }}").render(Context({"owed": "5"})) == said


def test_a_number_from_elsewhere_writes_no_markup() -> None:
    said = Template("{% load availability %}{{ owed|owed_in_words }}").render(Context({"owed": "<b>"}))
    assert "&lt;b&gt;" in said


@pytest.mark.parametrize(
    ("left", "owed", "told", "untold"),
    [(4, 0, "", ""), (4, 3, "3 of them on backorder", "some of them on backorder"), (5, 5, "to order", "to order")],
)
def test_only_x_left_says_what_of_it_is_not_there(left: int, owed: int, told: str, untold: str) -> None:
    assert left_in_words(Decimal(left), Decimal(owed), notifies=True) == told
    assert left_in_words(Decimal(left), Decimal(owed), notifies=False) == untold


@pytest.mark.django_db
def test_one_on_the_shelf_and_four_to_sell_is_told_so_on_the_page_and_on_the_card(client: Client) -> None:
    configure(ONLY_X_LEFT_THRESHOLD, 5)
    product_with_stock(quantity=1, backorders=2, min_qty=-3, slug="bag")
    for address in ("/products/bag/", "/"):
        assert "Only 4 left 3 of them on backorder" in page_text(client.get(address))
