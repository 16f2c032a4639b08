from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.product_row_slug import category_slug_candidates, slug_candidates, slug_of

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
