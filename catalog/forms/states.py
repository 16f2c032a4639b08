"""The states of a country as a list to choose from, beside a box for countries whose addresses name none."""

from functools import cache
from typing import Any

import pycountry
from django import forms
from django.forms.widgets import Script
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from catalog.rules.state import WITH_STATES


@cache
def states_of(country: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the states of a country by name; none where addresses name none. `country` is its ISO 3166 code."""
    if country not in WITH_STATES:
        return ()
    divisions: Any = pycountry.subdivisions
    found = [each for each in divisions.get(country_code=country) or () if each.parent_code is None]
    return tuple(sorted(((each.code.partition("-")[2], each.name) for each in found), key=lambda state: state[1]))


class StateWidget(UnfoldAdminTextInputWidget):  # type: ignore[misc]  # Unfold carries no types
    """A list for each country with states, and a box for the others; that of `country` is shown, the rest waits for `states.js`.

    Without scripts the page shows the right one as soon as it is sent with another country.
    """

    country = ""

    class Media:
        js = (Script("admin/salable/states.js", defer=True),)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the controls, of which one is not disabled."""
        of = {"": super().render(name, value, self._attrs(attrs, ""), renderer)}
        for country in sorted(WITH_STATES):
            names = [state for _, state in states_of(country)]
            kept = [value] if value and country == self.country and value not in names else []
            choices = [("", "Please choose a state"), *((state, state) for state in (*kept, *names))]
            select = UnfoldAdminSelectWidget(choices=choices)
            of[country] = select.render(name, value, self._attrs(attrs, country), renderer)
        parts = (
            (country, "" if self._is_shown(country) else SafeString(" hidden"), html) for country, html in of.items()
        )
        return format_html(
            "<div data-states>{}</div>",
            format_html_join("", '<div data-states-of="{}"{}>{}</div>', parts),
        )

    def _is_shown(self, country: str) -> bool:
        return country == (self.country if self.country in WITH_STATES else "")

    def _attrs(self, attrs: dict[str, Any] | None, country: str) -> dict[str, Any]:
        if self._is_shown(country):
            return dict(attrs or {})
        # One control bears the id of the label; a control that is not shown is not sent.
        others = {name: value for name, value in (attrs or {}).items() if name != "id"}
        return {**others, "disabled": True}


class StateField(forms.CharField):
    """A state or province; which are chosen from a list is the form's to know, by its country."""

    widget = StateWidget
