from decimal import Decimal

import pytest

from catalog.models.product import ProductType, Visibility
from catalog.rules.product_row import (
    TYPES,
    VISIBILITIES,
    ProductRow,
    Variation,
    description_of,
    name_of,
    product_row,
    variations,
)
from catalog.rules.product_row_cells import RefusedRowError


def row(**cells: str) -> ProductRow:
    return product_row(2, {"sku": "TENT", **cells})


def test_row_reads_every_column() -> None:
    assert row(
        product_type="Simple",
        categories="Default Category/Camping/Tents, Default Category, Default Category/Camping/Tents",
        product_websites="base,eu",
        name=" Tent &amp; Poles ",
        description="<p>Dry.</p>",
        weight="2.5",
        product_online="2",
        visibility="Catalog, Search",
        price="129.9000",
        url_key="tent",
        qty="0",
        is_in_stock="1",
        allow_backorders="2",
    ) == ProductRow(
        line=2,
        sku="TENT",
        product_type="simple",
        fields={
            "name": "Tent & Poles",
            "description": "Dry.",
            "weight": Decimal("2.5"),
            "is_enabled": False,
            "visibility": "both",
            "price": Decimal("129.90"),
        },
        url_key="tent",
        websites=("base", "eu"),
        categories=("Camping/Tents",),
        quantity=Decimal(0),
        is_in_stock=True,
        stock={"backorders": 2},
        variations=(),
    )


def test_row_of_a_sku_alone_says_nothing() -> None:
    assert row() == ProductRow(2, "TENT", None, {}, None, None, None, None, None, {}, ())


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"sku": " "}, "sku: it is missing"),
        ({"sku": "x" * 65}, "sku: it is longer than 64 characters"),
        ({"sku": "a\nb"}, "sku: it holds a line break or an invisible character"),
        ({"sku": "a\u200db"}, "sku: it holds a line break or an invisible character"),
        ({"name": "Bag &#8238;gro"}, "name: it holds the invisible character U+202E"),
        ({"description": "Soft<br>\u2066"}, "description: it holds the invisible character U+2066"),
        ({"categories": "Gear/Ba\u200bgs"}, "categories: it holds the invisible character U+200B"),
        (
            {"product_type": "bundle"},
            "product_type: “bundle” products cannot be imported, only simple, virtual, downloadable and configurable ones",
        ),
        ({"name": "x" * 256}, "name: it must have 1 to 255 characters"),
        ({"name": "&nbsp;"}, "name: it must have 1 to 255 characters"),
        ({"price": "-1"}, "price: it cannot be negative"),
        ({"product_online": "9"}, "product_online: “9” is none of “1”, “yes”, “0”, “2”, “no”"),
        (
            {"visibility": "Nowhere"},
            "visibility: “Nowhere” is none of “not visible individually”, “catalog”, “search”, “catalog, search”",
        ),
        (
            {"categories": "Default Category/" + "x" * 101},
            f"categories: a name has at most 100 characters, a path 255: “Default Category/{'x' * 23}...”",
        ),
        ({"description": "a\0b"}, "description: it holds a NUL character"),
    ],
)
def test_row_is_refused_with_its_column_and_reason(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(RefusedRowError) as refused:
        row(**cells)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("given", "stored", "type_after"),
    [
        ("", None, "simple"),
        ("", "virtual", "virtual"),
        ("virtual", "simple", "virtual"),
        ("", "configurable", "configurable"),
    ],
)
def test_row_keeps_the_type_it_does_not_name(given: str, stored: str | None, type_after: str) -> None:
    assert row(product_type=given).type_for(stored) == type_after


@pytest.mark.parametrize(("given", "stored"), [("configurable", "simple"), ("virtual", "configurable")])
def test_product_that_holds_stock_never_becomes_one_that_does_not(given: str, stored: str) -> None:
    with pytest.raises(RefusedRowError, match=f"product_type: the product is {stored} and cannot become {given}"):
        row(product_type=given).type_for(stored)


def test_only_configurable_products_have_variants() -> None:
    with pytest.raises(RefusedRowError, match="configurable_variations: only a configurable product has variants"):
        row(configurable_variations="sku=A,size=S").type_for("simple")


@pytest.mark.parametrize(("cells", "missing"), [({"price": "1"}, "name"), ({"name": "Tent"}, "price")])
def test_new_product_needs_name_and_price(cells: dict[str, str], missing: str) -> None:
    with pytest.raises(RefusedRowError, match=f"{missing}: a new product needs one"):
        row(**cells).refuse_unless_complete()


def test_rows_speak_of_the_types_and_visibilities_that_are_stored() -> None:
    assert (set(TYPES), set(VISIBILITIES.values())) == (set(ProductType.values), set(Visibility.values))


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


def test_a_configurable_product_may_do_without_a_price_and_takes_the_labels_of_its_file() -> None:
    found = row(
        name="Shirt",
        product_type="configurable",
        configurable_variations="sku=T-S,color=Red",
        configurable_variation_labels="color=Colour",
    )
    found.refuse_unless_complete()
    assert found.variations == (Variation("T-S", {"Colour": "Red"}),)


def test_a_description_has_paragraphs_and_a_name_is_one_line() -> None:
    assert description_of("description", "<p>Bag</p><p>of flax</p>") == "Bag\n\nof flax"
    assert name_of("<b>Bag</b>\nof flax") == "<b>Bag</b> of flax"
