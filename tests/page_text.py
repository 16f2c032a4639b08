"""What a page says, without its tags."""

import html
import re
from typing import Protocol


class Answer(Protocol):
    """A response of the test client."""

    @property
    def content(self) -> bytes: ...


def page_text(response: Answer) -> str:
    """Return the text of the page's main part, each run of blanks as one."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", f"<main{main}")).split())
