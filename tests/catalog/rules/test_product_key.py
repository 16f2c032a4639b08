import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.product_key import (
    CAPITALS,
    SMALL,
    category_slug_candidates,
    sku_key,
    sku_problem,
    slug_candidates,
    slug_of,
)

texts = st.text(max_size=300)


def test_slug_is_small_ascii_letters() -> None:
    assert slug_of("  Café CoolTech™ “Tank”-XS / Men's ") == "cafe-cooltech-tank-xs-mens"


def test_slug_of_taken_key_adds_the_sku() -> None:
    assert slug_candidates("Tent", "T 1")[:2] == ("tent", "tent-t-1")


def test_slug_of_a_name_without_letters_is_the_sku() -> None:
    assert slug_candidates("帐篷", "T1")[0] == "t1"


def test_slugs_of_skus_that_read_alike_differ_in_the_end() -> None:
    assert slug_candidates("Tent", "T-1")[-1] != slug_candidates("Tent", "T 1")[-1]


@given(texts, texts)
def test_slug_candidates_fit_their_column(wanted: str, sku: str) -> None:
    assert all(0 < len(slug) <= 255 for slug in slug_candidates(wanted, sku))


@given(texts)
def test_category_slug_candidates_fit_their_column(path: str) -> None:
    assert all(0 < len(slug) <= 120 for slug in category_slug_candidates(path))


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


def test_capitals_are_those_that_have_one_small_letter() -> None:
    assert len(CAPITALS) == len(SMALL) == len(set(CAPITALS))
    assert all(small == capital.lower() != capital for capital, small in zip(CAPITALS, SMALL, strict=True))
    # Its small form is two characters.
    assert "\u0130" not in CAPITALS


@pytest.mark.parametrize(
    ("sku", "key"), [("BAG", "bag"), ("\u0391\u03a3", "\u03b1\u03c3"), ("\u0130", "\u0130"), ("\uff21", "\uff41")]
)
def test_each_letter_is_made_small_by_itself(sku: str, key: str) -> None:
    """A sigma is the same at the end of a word and inside; what has no small letter of its own stays."""
    assert sku_key(sku) == key


def test_a_sku_holds_nothing_that_cannot_be_seen() -> None:
    assert [bool(sku_problem(sku)) for sku in ("24-MB 01ß", "A\nB", "A\u200bB", "A\x07")] == [False, True, True, True]
