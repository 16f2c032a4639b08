"""What a page of the admin says, without its tags."""

import html
import re
from typing import Protocol


class AdminAnswer(Protocol):
    """A response of the test client."""

    @property
    def content(self) -> bytes: ...

    @property
    def status_code(self) -> int: ...


def admin_text(answer: AdminAnswer) -> str:
    """Return the text of the page, each run of blanks as one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())
