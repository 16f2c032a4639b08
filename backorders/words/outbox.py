"""What is said of rows that have to leave the system."""

import smtplib

from backorders.rules.outbox import LONGEST_ERROR

# The text of a row while it is tried. It stays when the worker is killed meanwhile.
UNFINISHED = "It was begun and not finished: the worker may have been ended."


def not_again_words(what: str, standing: str) -> str:
    """Return why `what`, "This refund", is not sent again: it stands at `standing`, a label."""
    return f"{what} is not to be sent again. It stands at: {standing}."


def in_words(error: Exception) -> str:
    """Return what went wrong, as a column can keep it and as people read it."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            text = "; ".join(_answer(code, said) for code, said in error.recipients.values())
        case smtplib.SMTPResponseException():
            text = _answer(error.smtp_code, error.smtp_error)
        case _:
            text = str(error)
    return (text or type(error).__name__).replace("\0", "")[:LONGEST_ERROR]


def _answer(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
