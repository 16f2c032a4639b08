"""Which letters a PDF draws: each of those that we say it draws is drawn, and what it does not draw is named."""

import json
import re
import unicodedata

import typst

from backorders.rules.printed_letters import DRAWN, undrawn

# As `sheets.typ` names the fonts.
LINE = b"""#set page(width: 200mm, height: auto)
#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))
#json(bytes(sys.inputs.letters)).join(" ")"""


def glyphs(letters: str) -> set[str]:
    drawn = typst.compile(
        LINE, ignore_system_fonts=True, format="svg", sys_inputs={"letters": json.dumps(list(letters))}
    )
    return set(re.findall(r'<symbol id="([^"]+)"', drawn.decode()))


def test_each_letter_that_is_said_to_be_drawn_is_drawn_and_others_are_the_box() -> None:
    box = glyphs("\u4e2d")
    assert box == glyphs("\u0e44\u6f22") != set()
    codes = (code for first, last in DRAWN for code in range(first, last + 1))
    letters = "".join(chr(code) for code in codes if unicodedata.category(chr(code)) not in {"Cn", "Cf", "Zl", "Zp"})
    assert not glyphs(letters) & box


def test_undrawn_letters_are_named_once_in_their_order() -> None:
    assert undrawn(["Łódź Ωμέγα Київ Tiếng Việt", "張偉 張"]) == ("張", "偉")
