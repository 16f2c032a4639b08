import pytest

from catalog.rules.product_row_cells import RefusedRowError
from catalog.rules.product_row_variations import Variation, variations


def test_variations_are_read_with_their_options() -> None:
    assert variations("sku=T-S,size=S,frame_color=Red | sku=T-M,size=M,frame_color=Red") == (
        Variation("T-S", {"Size": "S", "Frame Color": "Red"}),
        Variation("T-M", {"Size": "M", "Frame Color": "Red"}),
    )


def test_variations_take_the_labels_of_the_file() -> None:
    assert variations("sku=T-S,color=Red", "color=Colour")[0].options == {"Colour": "Red"}


def test_variation_value_may_hold_an_equals_sign() -> None:
    assert variations("sku=T-S,size=a=b")[0].options == {"Size": "a=b"}


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        ("|", "it lists no variant"),
        ("size=S", "“size=S” names no sku"),
        ("sku=A", "A has no options"),
        ("sku=A,size", "“size” is no name=value"),
        ("sku=A,size=S|sku=A,size=M", "A is listed twice"),
        ("sku=A,size=S|sku=B,size=S", "A and B have the same options"),
        ("sku=A,size=S|sku=B,color=Red", "B and A differ by other options"),
        ("sku=A,size=S|sku=B,size=", "B has no options"),
    ],
)
def test_variations_that_a_shopper_could_not_tell_apart_are_refused(listed: str, reason: str) -> None:
    with pytest.raises(RefusedRowError) as refused:
        variations(listed)
    assert str(refused.value) == f"configurable_variations: {reason}"
