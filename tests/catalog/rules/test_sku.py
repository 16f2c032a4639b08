import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.sku import CAPITALS, SMALL, sku_key


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("ABCM", "abcm", True),
        ("Größe-Ä", "GRÖßE-ä", True),
        ("\N{GREEK CAPITAL LETTER SIGMA}", "\N{GREEK SMALL LETTER SIGMA}", True),
        ("ЖУК", "жук", True),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}", "\N{FULLWIDTH LATIN SMALL LETTER A}", True),
        ("É", "E", False),
        ("A-1", "A1", False),
        ("STRASSE", "straße", False),
    ],
)
def test_sku_is_the_same_in_any_letter_case_and_no_other(one: str, other: str, *, is_same: bool) -> None:
    assert (sku_key(one) == sku_key(other)) is is_same


def test_fold_is_letter_by_letter_and_done_once() -> None:
    assert len(CAPITALS) == len(SMALL)
    assert sku_key(sku_key(CAPITALS)) == sku_key(CAPITALS) == SMALL


@pytest.mark.django_db
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=64))
def test_database_folds_like_the_rule(sku: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_sku_key(%s)", [sku])
        assert cursor.fetchone() == (sku_key(sku),)
