"""Does a website sell a product?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.salable import OnWebsite, is_for_sale

OFFERED = OnWebsite(is_enabled=True, is_listed=True)
NOT_OFFERED = [
    OnWebsite(is_enabled=False, is_listed=True),
    OnWebsite(is_enabled=True, is_listed=False),
    OnWebsite(is_enabled=False, is_listed=False),
]
standings = st.builds(OnWebsite, is_enabled=st.booleans(), is_listed=st.booleans())


def test_what_is_enabled_and_listed_is_for_sale() -> None:
    assert is_for_sale(OFFERED)
    assert is_for_sale(OFFERED, OFFERED)


@pytest.mark.parametrize("standing", NOT_OFFERED)
def test_what_is_disabled_or_not_listed_is_not_for_sale(standing: OnWebsite) -> None:
    assert not is_for_sale(standing)


@pytest.mark.parametrize("configurable", NOT_OFFERED)
def test_variant_of_what_is_not_offered_is_not_for_sale(configurable: OnWebsite) -> None:
    assert not is_for_sale(OFFERED, configurable)


@given(standings, standings)
def test_variant_is_for_sale_only_where_both_are(variant: OnWebsite, configurable: OnWebsite) -> None:
    assert is_for_sale(variant, configurable) == (is_for_sale(variant) and is_for_sale(configurable))
