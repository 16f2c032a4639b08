"""What went wrong, and why something is not sent again."""

import smtplib

import pytest

from backorders.words.outbox import in_words, not_again_words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"No such user")}), "550 No such user"),
        (smtplib.SMTPSenderRefused(552, b"Too much", "shop@example.org"), "552 Too much"),
        (TimeoutError(), "TimeoutError"),
        (ValueError("a\0b" + "c" * 999), "ab" + "c" * 253),
    ],
)
def test_what_went_wrong_is_said_in_words(error: Exception, words: str) -> None:
    assert in_words(error) == words


def test_what_is_not_sent_again_says_where_it_stands() -> None:
    assert not_again_words("This refund", "Sent") == "This refund is not to be sent again. It stands at: Sent."
