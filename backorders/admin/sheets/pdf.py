"""The sheets as a PDF, from the same facts as the page: typeset by Typst, whose fonts come with it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.text import slugify

from backorders.admin.sheets.facts import Sheets, texts_of
from backorders.rules.printed_letters import undrawn
from backorders.words.ready_to_ship import undrawn_words

# The name of the button that asks for it.
AS_PDF = "pdf"
# What is typed by people reaches it as data, never as its source.
LAYOUT = Path(__file__).with_name("sheets.typ").read_bytes()


def pdf_answer(sheets: Sheets) -> HttpResponse:
    """Return the sheets as a file that the browser shows."""
    answer = HttpResponse(pdf_of(sheets), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{slugify(sheets.title)}.pdf"'
    return answer


def pdf_of(sheets: Sheets) -> bytes:
    """Return the PDF. Letters that its fonts do not have stand as boxes, and the sheet says so."""
    # The fonts of the machine are left alone: a sheet looks the same wherever it is made.
    return typst.compile(LAYOUT, ignore_system_fonts=True, sys_inputs={"data": json.dumps(printed(sheets))})


def printed(sheets: Sheets) -> dict[str, Any]:
    """Return the sheets as the layout takes them: with what is said where letters are not drawn."""
    data = asdict(sheets)
    for slip, told in zip(sheets.slips, data["slips"], strict=True):
        told["undrawn"] = undrawn_words(undrawn(texts_of(slip)))
    shelves = ((source, *(f"{each.name} {each.sku}" for each in shelf)) for source, shelf in sheets.shelves)
    data["undrawn"] = undrawn_words(undrawn(text for texts in shelves for text in texts))
    return data
