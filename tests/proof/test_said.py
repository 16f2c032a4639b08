"""What may stand in the log of a shop that is struck, and what nobody expects."""

import pytest

from tests.proof.said import failed_requests, unexpected

RAISED = 'Traceback (most recent call last):\n  File "a.py", line 1, in a\n    a()\n'
CAUGHT = "\n\nDuring handling of the above exception, another exception occurred:\n\n"


@pytest.mark.parametrize(
    ("log", "wrong"),
    [
        ("all is well", 0),
        (f"{RAISED}django.db.utils.OperationalError: the server closed the connection", 0),
        (f"{RAISED}psycopg.errors.DiskFull: could not extend file", 0),
        (f"{RAISED}KeyError: 'a'", 1),
        (f"{RAISED}django.db.utils.IntegrityError: twice", 1),
        (f"{RAISED}KeyError: 'a'\n{RAISED}KeyError: 'a'\n{RAISED}ValueError", 2),
        (f"{RAISED}KeyError: 'a'{CAUGHT}{RAISED}psycopg.OperationalError: the connection is closed", 0),
        (f"{RAISED}psycopg.OperationalError: the connection is closed{CAUGHT}{RAISED}KeyError: 'a'", 1),
        ("ERROR:  deadlock detected", 1),
    ],
)
def test_a_database_that_is_away_is_expected_and_a_mistake_is_not(log: str, wrong: int) -> None:
    assert len(unexpected(log)) == wrong


def test_what_is_logged_of_a_failed_request_is_told_with_its_traceback() -> None:
    log = (
        f"a line\n12:00 ERROR django.request: Internal Server Error: / [request=1]\n{RAISED}KeyError: 'a'\nanother line"
    )
    (told,) = failed_requests(log)
    assert told.startswith("12:00 ERROR")
    assert "KeyError: 'a'" in told
    assert failed_requests("WARNING GET / has to be sent again") == []
