"""What the shop draws for a name."""

import pytest

from catalog.storefront.picture import drawing


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("Brass Roller Buckle", "buckle"),
        ("Sports Bra", "tank"),
        ("Sports Bras", "tank"),
        ("Steel Bottles", "bottle"),
        ("Packing Pouches", "pouch"),
        ("Women's Capris", "trousers"),
        ("Topaz Ring", "parcel"),
    ],
)
def test_a_drawing_is_of_a_word_and_not_of_its_beginning(name: str, shape: str) -> None:
    assert drawing(name, seed="A").startswith(f"/pictures/{shape}/")
