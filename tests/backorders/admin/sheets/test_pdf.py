"""Page and PDF print the same facts, whatever people wrote."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from backorders.admin.sheets.facts import PackingSlip, Picked, Sheets, SlipLine
from backorders.admin.sheets.pdf import LAYOUT, pdf_of, printed
from backorders.rules.tracking_number import Tracking
from tests.backorders.admin.admin_text import admin_text
from tests.backorders.admin.shipment.parcels import page_of, parcels

SLIP = PackingSlip(
    shop="Main Website",
    number="000000012",
    placed="Nov 2, 2026, 12:00",
    source="Berlin",
    part="Parcel 1 of 2",
    ship_to=("Łódź #panic(1)", "*Ωμέγα* <b>", "Київ\\"),
    lines=(SlipLine("2", "B" * 90, "SKU-" + "1" * 60, "3", "1"),) * 60,
    shipment="000000007",
    tracking=("DHL JD01 (Box 1)", "DHL JD02"),
)
SHEETS = Sheets("Packing slips", "Nov 2, 2026, 12:00", 1, (), (SLIP, SLIP), ("#000000013 is not printed.",))


def test_what_people_write_is_text_and_long_words_and_lists_have_room() -> None:
    shelf = (Picked("Bag [1]", "$x$", "3", (("000000012", "3"),)),) * 80
    assert pdf_of(replace(SHEETS, shelves=(("Berlin @home", shelf), ("Lyon", ())))).startswith(b"%PDF-")


def test_letters_that_it_cannot_draw_are_named_on_their_own_slip_and_no_other() -> None:
    told = printed(replace(SHEETS, slips=(replace(SLIP, ship_to=("張偉",)), SLIP)))
    assert [slip["undrawn"] for slip in told["slips"]] == [
        "Boxes stand for letters that this PDF cannot draw (U+5F35, U+5049). The page that it was made from prints them.",
        "",
    ]
    assert pdf_of(replace(SHEETS, slips=(replace(SLIP, ship_to=("張偉",)),))).startswith(b"%PDF-")


def test_page_and_pdf_print_every_fact() -> None:
    pages = Path(settings.BASE_DIR, "templates/admin/sheets")
    page = "".join(path.read_text() for path in pages.glob("*.html"))
    kinds = (("slip", PackingSlip), ("line", SlipLine))
    facts = {f"{name}.{field.name}" for name, kind in kinds for field in fields(kind)}
    assert {fact for fact in facts if fact not in page or fact not in LAYOUT.decode()} == set()


@pytest.mark.django_db
def test_the_slip_of_a_shipment_has_its_numbers_and_is_had_as_pdf(admin_client: Client) -> None:
    (parcel,) = parcels(1, numbers=(Tracking("Box 1", "DHL", "JD01"), Tracking("Box 2", "DHL", "JD02")))
    page = admin_client.get(page_of(parcel, "packing-slip"))
    text = admin_text(page)
    assert f"Shipment #{parcel.number} Tracking DHL JD01 (Box 1) Tracking DHL JD02 (Box 2)" in text
    pdf = admin_client.post(page_of(parcel, "packing-slip"), {"pdf": "1"})
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
