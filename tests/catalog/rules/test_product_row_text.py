import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.rules.product_row_text import plain_line, plain_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Warm.</p>\n<p>&bull; Wool.<br />&bull; Zip.</p>", "Warm.\n\n• Wool.\n• Zip."),
        ("Warm.<br /> <br /> • Wool.</br>• Zip.", "Warm.\n\n• Wool.\n• Zip."),
        ("<ul><li>Wool</li><li><p>Zip</p></li></ul>", "• Wool\n• Zip"),
        ("<p>One\n  sentence</p>", "One sentence"),
        ("First line\r\nsecond line\n\n\n\nlast &amp; least", "First line\nsecond line\n\nlast & least"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("a<script>alert(1)</script>b<style>p{}</style>c", "abc"),
        ("never closed <script>alert(1)", "never closed"),
        ('<img src=x onerror="alert(1)">Tent', "Tent"),
        ("<table><tr><td>S</td><td>36</td></tr></table>", "S 36"),
    ],
)
def test_plain_text_keeps_words_and_lines(source: str, text: str) -> None:
    assert plain_text(source) == text


@given(st.text(alphabet=st.sampled_from("<>/!?-&;#x0pbrscript =\"'\n•ä"), max_size=60))
@example("<![CDATA[x")
@example("<!")
@example("&#xD800;&#0;")
def test_plain_text_comes_of_anything_and_is_settled(source: str) -> None:
    text = plain_text(source)
    assert text == text.strip()
    assert "\0" not in text
    text.encode()


@given(st.sampled_from(["p", "b", "script", "img", "svg", "iframe"]), st.text(alphabet="ab 1", max_size=5))
def test_plain_text_holds_no_tag(tag: str, words: str) -> None:
    assert not re.search(r"<[a-z/]", plain_text(f"{words}<{tag} a='{words}'>{words}</{tag}>{words}"))


def test_plain_line_reads_references_and_joins_lines() -> None:
    assert plain_line("Cool&trade;  Tank\n(S)") == "Cool™ Tank (S)"
