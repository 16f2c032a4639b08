import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.configuration import LOW_STOCK_RECIPIENTS
from catalog.rules.setting import InvalidSettingError
from catalog.rules.text import (
    InvalidTextError,
    NotAnAddressError,
    TextColumn,
    email_addresses,
    one_line,
    refuse_texts,
    text_problems,
    typed_problem,
    without_secrets,
)


def test_addresses_are_read_one_a_line_or_separated_by_commas() -> None:
    typed = " ann@example.org,\r\nbo+stock@shop.example.org ; ANN@example.org\n\n"
    assert email_addresses(typed) == ("ann@example.org", "bo+stock@shop.example.org")


@pytest.mark.parametrize("typed", ["ann", "ann@", "@example.org", "ann@example", "a b@example.org", "ann@example..org"])
def test_what_is_no_address_is_named(typed: str) -> None:
    with pytest.raises(NotAnAddressError) as refused:
        email_addresses(f"ok@example.org, {typed}")
    assert str(refused.value) == typed


def test_an_address_is_as_long_as_a_column_and_no_longer() -> None:
    domain = f"@{'a' * 63}.{'b' * 63}.{'c' * 63}.example"
    longest = "x" * (254 - len(domain)) + domain
    assert email_addresses(longest) == (longest,)
    with pytest.raises(NotAnAddressError):
        email_addresses(f"x{longest}")


def test_nobody_is_a_value_of_the_setting() -> None:
    assert LOW_STOCK_RECIPIENTS.clean(" \n ") == ""
    assert LOW_STOCK_RECIPIENTS.clean("a@example.org\nb@example.org") == "a@example.org, b@example.org"
    with pytest.raises(InvalidSettingError, match="ann"):
        LOW_STOCK_RECIPIENTS.clean("ann")


def test_a_very_long_text_is_judged_at_once() -> None:
    with pytest.raises(NotAnAddressError):
        email_addresses("a@" + "a" * 100_000)


TOKEN = "8c1d2f3a-0b4e-4d5f-9a6b-7c8d9e0f1a2b"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"Your order:\nhttps://shop.example/orders/{TOKEN}/\nBye", "Your order:\n(link hidden)\nBye"),
        (f'<a href="http://localhost:8000/orders/{TOKEN}/">Open</a>', '<a href="(link hidden)">Open</a>'),
        (f"<a href='/orders/{TOKEN}/?returned=1'>Open</a>", "<a href='(link hidden)'>Open</a>"),
        (f"(see https://shop.example/orders/{TOKEN}/)", "(see (link hidden))"),
        (f"HTTPS://SHOP.EXAMPLE/ORDERS/{TOKEN.upper()}/", "(link hidden)"),
        (f"https://shop.example/orders/{TOKEN.replace('-', '')}/", "(link hidden)"),
        (f"token {TOKEN}.", "token (hidden)."),
        ("Tracking number: 00340434292135100186, see https://shop.example/", None),
    ],
)
def test_links_and_tokens_are_hidden_and_nothing_else(text: str, seen: str | None) -> None:
    assert without_secrets(text) == (text if seen is None else seen)


@given(st.text(), st.uuids(), st.text())
def test_no_token_is_left_whatever_stands_around_it(before: str, token: uuid.UUID, after: str) -> None:
    for written in (str(token), token.hex, str(token).upper()):
        assert written not in without_secrets(f"{before} https://shop.example/orders/{written}/ {after}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ann\u202egro", "it holds the invisible character U+202E."),
        ("24-MB\u200b01", "it holds the invisible character U+200B."),
        ("\ufeffBag", "it holds the invisible character U+FEFF."),
        ("Ann\u2066", "it holds the invisible character U+2066."),
        ("Ann\x07", "it holds a control character."),
        ("Ann\nBcc", "it holds a line break."),
        ("Ann\u2028Bcc", "it holds a line break."),
        ("Ann\x85Bcc", "it holds a line break."),
        ("Ann\0", "it holds a NUL character."),
        ("A" * 31, "it is longer than 30 characters."),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", ""),
        ("\N{WOMAN}\u200d\N{PERSONAL COMPUTER}", ""),
        ("Żółć, O'Brien-Smith 3/4", ""),
    ],
)
def test_what_is_typed_to_mislead_is_refused(text: str, problem: str) -> None:
    assert typed_problem(text, longest=30, is_line=True) == problem


def test_a_text_of_several_lines_may_break_them_and_nothing_else() -> None:
    assert typed_problem("One\r\n\ttwo", longest=None, is_line=False) == ""
    assert typed_problem("One\u202etwo", longest=None, is_line=False) != ""


@given(st.text())
def test_one_line_is_one(text: str) -> None:
    folded = one_line(text)
    assert len(folded.splitlines()) <= 1
    assert folded == folded.strip() == one_line(folded)
    assert typed_problem(folded, longest=None, is_line=True) in {"", typed_problem(text, longest=None, is_line=False)}


def test_each_text_that_its_column_cannot_hold_is_named_and_the_first_one_refused() -> None:
    columns = {"key": TextColumn("Key", 3, is_line=True), "note": TextColumn("Note", None, is_line=False)}
    texts = {"key": "abcd", "note": "a\nb\0"}
    said = ("Key: it is longer than 3 characters.", "Note: it holds a NUL character.")
    assert text_problems(columns, texts) == said
    with pytest.raises(InvalidTextError, match=said[0]) as refused:
        refuse_texts(columns, texts)
    assert refused.value.field == "Key"
    refuse_texts(columns, {"key": "abc", "note": "a\nb"})
