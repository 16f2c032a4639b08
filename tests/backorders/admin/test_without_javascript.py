"""Every page of an order can be read and used without JavaScript, although Unfold hides its pages until its scripts have run."""

from pathlib import Path

from django.conf import settings

PAGES = Path(settings.BASE_DIR) / "templates" / "admin" / "order"


def test_every_page_of_an_order_shows_itself_without_javascript() -> None:
    pages = {path.name: path.read_text() for path in PAGES.glob("*.html") if not path.name.startswith("_")}
    shared = pages.pop("page.html")
    assert '{% include "admin/order/_noscript.html" %}' in shared
    assert {"view.html", "form_page.html"} < pages.keys()
    extended = ("page.html", "form_page.html")
    above = tuple(f'{{% extends "admin/order/{name}" %}}' for name in extended)
    assert [name for name, text in pages.items() if not any(each in text for each in above)] == []
