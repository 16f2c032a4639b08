"""What a browser without JavaScript would post from a page."""

from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict

# Every page has others: the test client brings a key of its own.
HIDDEN = {"csrfmiddlewaretoken", "key"}


class _Controls(HTMLParser):
    """Collects the successful controls of a page's post forms, templates left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found = QueryDict(mutable=True)
        self.select: str | None = None
        self.textarea: str | None = None
        self.templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        name = at.get("name") or ""
        if tag == "template":
            self.templates += 1
        elif self.templates or "disabled" in at:
            return
        elif tag == "input" and name and (at.get("type") not in {"checkbox", "radio", "submit"} or "checked" in at):
            self.found.appendlist(name, at.get("value") or ("on" if at.get("type") == "checkbox" else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in at:
            self.found.appendlist(self.select, at.get("value") or "")
        elif tag == "textarea":
            self.textarea = name

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.templates -= 1
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.found[self.textarea] = data.lstrip("\n")


def filled_form(page: Any, **changes: Any) -> dict[str, list[str]]:
    """Return {name: values} of `page` (a response), with `changes` made; a change to None leaves the control out."""
    parser = _Controls()
    parser.feed(page.content.decode())
    data = {name: list(values) for name, values in parser.found.lists() if name not in HIDDEN}
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    return data
