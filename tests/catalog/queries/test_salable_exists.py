"""EXISTS stands where PostgreSQL makes a join of it, and nowhere else.

Beside an OR, or as a column, it may read everything for one row: at 350,000 products a page of the shop took four seconds by it
(docs/decisions/0070). Small tables do not show it, so the text is asked.
"""

import re
import uuid
from dataclasses import dataclass
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backorders.queries.cart_lines import open_cart
from catalog.models import ConfigurationValue, Product, Stock
from catalog.queries import listing
from catalog.queries.listing import Sort, product_listing
from catalog.queries.salable import for_sale, with_for_sale
from catalog.rules.availability import AvailabilityStatus
from tests.factories.catalog import default_website

pytestmark = pytest.mark.django_db


@dataclass
class _Parentheses:
    """What stands between two of them: a question of its own, in whose columns we are; an OR; an EXISTS, here or below."""

    asks: bool = False
    in_columns: bool = False
    has_or: bool = False
    has_exists: bool = False


def exists_out_of_place(sql: str) -> bool:
    """Return whether an EXISTS of the statement stands beneath an OR, or where columns are listed."""
    around = [_Parentheses()]
    for word in re.findall(r"[()]|\b(?:SELECT|FROM|EXISTS|OR)\b", f"({sql})"):
        here = around[-1]
        match word:
            case "(":
                around.append(_Parentheses())
            case ")" if here.has_or and here.has_exists:
                return True
            case ")":
                around.pop()
                around[-1].has_exists |= here.has_exists and not here.asks
            case "SELECT":
                here.asks = here.in_columns = True
            case "FROM":
                here.in_columns = False
            case "OR":
                here.has_or = True
            case "EXISTS":
                here.has_exists = True
                question = next(each for each in reversed(around) if each.asks)
                if question.in_columns:
                    return True
    return False


@pytest.mark.parametrize(
    ("sql", "is_out_of_place"),
    [
        ("SELECT id FROM p WHERE EXISTS(SELECT 1 FROM w) AND (a OR b)", False),
        ("SELECT id FROM p WHERE (EXISTS(SELECT 1 FROM w WHERE x OR y) AND a)", False),
        ("SELECT id FROM p WHERE ((a AND EXISTS(SELECT 1 FROM w)) OR b)", True),
        ("SELECT id FROM p WHERE a OR EXISTS(SELECT 1 FROM w)", True),
        ("SELECT id, EXISTS(SELECT 1 FROM w) AS there FROM p", True),
        ("SELECT id, (a AND EXISTS(SELECT 1 FROM w)) AS there FROM p", True),
        ("SELECT id, (SELECT TRUE FROM q WHERE EXISTS(SELECT 1 FROM w)) AS there FROM p", False),
        ("SELECT id FROM p WHERE (b OR coalesce((SELECT TRUE FROM q WHERE EXISTS(SELECT 1 FROM w)), FALSE))", False),
    ],
)
def test_what_is_out_of_place(sql: str, *, is_out_of_place: bool) -> None:
    assert exists_out_of_place(sql) is is_out_of_place


def test_no_question_of_the_shop_has_it_out_of_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "FEW_FOUND", 0)
    monkeypatch.setattr(listing, "FEW_OF_STATUS", -1)
    website = default_website()
    with CaptureQueriesContext(connection) as seen:
        for sort, categories, words, status in product(
            Sort, (None, [1, 2]), (None, "bag"), (None, *AvailabilityStatus)
        ):
            listed = product_listing(
                website=website,
                stock=Stock.objects.default(),
                configuration=ConfigurationValue.objects.in_force(),
                categories=categories,
                words=words,
                sort=sort,
                status=status,
            )
            listed.first(5, counted=10)
        list(Product.objects.filter(for_sale(website.pk)))
        list(with_for_sale(Product.objects.all(), website.pk))
        open_cart(uuid.uuid4(), website)
    of_goods = [query["sql"] for query in seen if '"catalog_product_websites"' in query["sql"]]
    # The best first in three parts.
    assert len(of_goods) == 2 * 4 * (2 * len(Sort) + 2) + 3
    assert [sql for sql in of_goods if exists_out_of_place(sql)] == []
