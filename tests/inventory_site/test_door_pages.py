"""Who is refused at the door is told why, in the look of the house, under its policy."""

import pytest

from inventory_site.door_pages import door_page


@pytest.mark.parametrize(("path", "back"), [("/cart/add/", "Back to the shop"), ("/admin/", "Back to the dashboard")])
@pytest.mark.parametrize(("status", "said"), [(408, "too long"), (413, "too much"), (503, "try again"), (400, "read")])
def test_a_request_refused_at_the_door_is_told_why(path: str, back: str, status: int, said: str) -> None:
    headers, body = door_page(path, "POST", status)
    page = body.decode()
    assert (back in page, said in page) == (True, True)
    assert "form-action 'none'" in headers["Content-Security-Policy"]
    assert headers.get("Retry-After") == ("5" if status == 503 else None)


def test_who_reads_is_offered_the_page_again_and_who_sent_is_told_how() -> None:
    assert 'href="">Try again</a>' in door_page("/", "GET", 503)[1].decode()
    assert "Go back in your browser" in door_page("/", "POST", 503)[1].decode()
