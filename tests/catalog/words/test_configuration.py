import pytest

from catalog.words.configuration import threshold_words


@pytest.mark.parametrize(
    ("typed", "mode", "words"),
    [
        ("0", "0", "No backorders"),
        ("10", "0", "10 kept back from sale"),
        ("-50", "0", "Ignored while backorders are off"),
        ("0", "1", "Unlimited backorders"),
        ("-50.00", "1", "Up to 50 below zero"),
        (" -0.5 ", "2", "Up to 0.5 below zero"),
        ("10", "2", "Ignored while backorders are on"),
    ],
)
def test_words_say_what_the_threshold_means(typed: str, mode: str, words: str) -> None:
    said = [sentence for sentence in threshold_words(typed, mode) if sentence.is_said]
    assert [f"{s.before}{s.amount if s.has_amount else ''}{s.after}" for s in said] == [words]


@pytest.mark.parametrize(("typed", "mode"), [("", "1"), ("ten", "1"), ("NaN", "1"), ("5", "3"), ("5", "")])
def test_nothing_is_said_of_what_is_no_threshold(typed: str, mode: str) -> None:
    assert [sentence for sentence in threshold_words(typed, mode) if sentence.is_said] == []


def test_every_mode_and_sign_has_its_sentence() -> None:
    places = [(sentence.mode, sentence.sign) for sentence in threshold_words("0", "0")]
    assert places == [(mode, sign) for mode in "012" for sign in ("negative", "zero", "positive")]
