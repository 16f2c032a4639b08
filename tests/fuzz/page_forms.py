"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSENT = {"submit", "button", "image", "reset", "file"}


@dataclass
class PageForm:
    """A form that is posted: where to, and its fields as they stand; `buttons` are the names that a click may add."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._ids: dict[str, PageForm] = {}
        self._open: PageForm | None = None
        self._select = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(given.get("action", ""))
            if given.get("method", "get").lower() == "post":
                self.forms.append(self._open)
            if "id" in given:
                self._ids[given["id"]] = self._open
            return
        form = self._ids.get(given.get("form", ""), self._open)
        name = given.get("name", "")
        if form is None or not (name or tag == "option") or "disabled" in given:
            return
        match tag:
            case "input":
                _take_input(form, name, given)
            case "button":
                form.buttons.append((name, given.get("value", "")))
            case "textarea":
                form.fields.append((name, ""))
            case "select":
                self._select, self._options = name, []
            case "option" if self._select:
                self._options.append((given.get("value", ""), "selected" in given))
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select" and self._select:
            if self._open is not None:
                chosen = [value for value, is_selected in self._options if is_selected]
                chosen = chosen or [value for value, _ in self._options[:1]]
                self._open.fields += [(self._select, value) for value in chosen]
                self._open.buttons += [(self._select, value) for value, _ in self._options[:20]]
                if not self._options:
                    # A script looks its rows up; a stranger sends what he likes.
                    self._open.fields.append((self._select, ""))
            self._select = ""


def _take_input(form: PageForm, name: str, given: dict[str, str]) -> None:
    kind = given.get("type", "text").lower()
    if kind in {"checkbox", "radio"}:
        taken = form.fields if "checked" in given else form.buttons
        taken.append((name, given.get("value", "on")))
    elif kind == "submit":
        form.buttons.append((name, given.get("value", "")))
    elif kind not in UNSENT:
        form.fields.append((name, given.get("value", "")))


def forms_of(page: str) -> list[PageForm]:
    """Return the forms of the page that are posted."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
