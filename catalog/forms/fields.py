"""Fields that several forms have: quantities, prices, and values that may be left to the configuration."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.utils.safestring import SafeString
from unfold.widgets import CHECKBOX_CLASSES

from catalog.models.fields import is_id
from catalog.rules.money import digits
from catalog.rules.quantity import LARGEST, InvalidQuantityError, plain, quantity
from catalog.rules.salable import Reason
from catalog.rules.setting import SettingProblem
from catalog.rules.shown_form import is_typed_beside
from catalog.rules.text import one_line, typed_problem
from catalog.words.form import typed_beside_words
from catalog.words.refusal import MESSAGES, TOO_MANY
from catalog.words.setting import NOT_A_NUMBER, TOO_PRECISE, setting_problem_words

TOO_LARGE = f"Please enter a number between -{LARGEST:,} and {LARGEST:,}."

# As product-numbers.js has it. `Decimal` itself reads more: NaN, underscores, other scripts' digits, odd white space.
WRITTEN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,6})?", re.ASCII | re.IGNORECASE)


def refuse_misleading(text: str, *, is_line: bool = False) -> None:
    """Raise `ValidationError` for a text with what cannot be seen; `is_line`: or two lines. A NUL is for Django's validator."""
    if problem := typed_problem(text.replace("\0", ""), longest=None, is_line=is_line):
        raise forms.ValidationError(setting_problem_words(SettingProblem.BAD_TEXT, problem))


refuse_misleading_line = partial(refuse_misleading, is_line=True)


class LineField(forms.CharField):
    """One line that somebody types: line breaks and control characters are folded to a space, what cannot be seen is refused."""

    default_validators = [refuse_misleading_line]

    def to_python(self, value: Any) -> str:
        """Return the typed line."""
        return one_line(str(super().to_python(value)))


class TypedQuantityField(forms.Field):
    """Cleans to units as a Decimal with four places, or to None when it is left empty and not required."""

    default_error_messages = {"required": NOT_A_NUMBER}
    # A value that is kept is kept as typed or refused; units that are asked for are cut to four places (`TypedUnitsField`).
    cuts = False

    def to_python(self, value: Any) -> Decimal | None:
        """Return the typed quantity; raises `ValidationError` for what is no number, too large, or too precise."""
        typed = str(value or "").strip(" \t\r\n")
        if not typed:
            return None
        if not WRITTEN.fullmatch(typed):
            raise forms.ValidationError(NOT_A_NUMBER, code="number")
        number = Decimal(typed)
        try:
            cleaned = quantity(number)
        except InvalidQuantityError as error:
            if number.copy_abs() > LARGEST:
                raise forms.ValidationError(TOO_LARGE, code="large") from error
            raise forms.ValidationError(TOO_PRECISE, code="precise") from error
        if cleaned != number and not self.cuts:
            raise forms.ValidationError(TOO_PRECISE, code="precise")
        return cleaned

    def prepare_value(self, value: Any) -> Any:
        """Return a stored quantity as people write it; what was typed stays as it is."""
        return plain(value) if isinstance(value, Decimal) else value


class TypedUnitsField(TypedQuantityField):
    """Units that somebody asks for: what has more than four places is cut, as in the rule (10.00004 is 10)."""

    cuts = True


class PriceField(forms.DecimalField):
    """A price of up to four decimal places, which shows two where the others are zero."""

    def prepare_value(self, value: Any) -> Any:
        """Return a stored price as people write it; what was typed stays as it is."""
        return digits(value).replace(",", "") if isinstance(value, Decimal) else value


BOX = "_use_config"
USE_CONFIG = "Use Config Setting"
EMPTY = "Please enter a value, or tick “Use Config Setting”."


@dataclass(frozen=True)
class Typed:
    """What stands in the control, and whether the box beside it is ticked."""

    text: str
    uses_config: bool

    def is_beside(self, *shown: str) -> bool:
        """Whether the box is ticked beside a value that is none of those `shown`."""
        return is_typed_beside(self.text, is_ticked=self.uses_config, shown=shown)


class UseConfigWidget(forms.Widget):
    """A control with its box. `configured` is in force while the box is ticked, `own` is stored, both as the control takes them.

    The control is not disabled in the HTML, so that the page works without JavaScript; inherit-box.js disables it while
    the box is ticked. A value that is typed beside a ticked box is asked about.
    """

    template_name = "admin/catalog/product/use_config.html"
    configured = own = ""
    label = ""

    def __init__(self, control: forms.Widget) -> None:
        super().__init__()
        self.control = control

    def __deepcopy__(self, memo: dict[int, Any]) -> "UseConfigWidget":
        copied = super().__deepcopy__(memo)
        copied.control = self.control.__deepcopy__(memo)
        return copied

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed | None:
        """Return what was posted for the control and its box; None when neither was on the page."""
        if name not in data and name + BOX not in data:
            return None
        return Typed(self.control.value_from_datadict(data, files, name) or "", bool(data.get(name + BOX)))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the control's own context and the box's name and state."""
        typed = value if isinstance(value, Typed) else Typed("", uses_config=True)
        is_inherited = typed.uses_config and not typed.is_beside(self.configured, self.own)
        shown = self.configured if is_inherited else typed.text
        context = super().get_context(name, None, attrs)
        marked = context["widget"]["attrs"] | {"data-inherited": self.configured}
        return context | {
            # With the form's own renderer: it knows where the control's template lies.
            "control": self.control.render(name, shown, marked),
            "fields_id": f"{marked.get('id', name)}_fields",
            "box_name": name + BOX,
            "label": self.label,
            "box_classes": " ".join(CHECKBOX_CLASSES),
            "uses_config": typed.uses_config,
        }

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Render with the project's templates, whatever renderer the form uses."""
        del renderer
        return super().render(name, value, attrs, TemplatesSetting())


class UseConfigField(forms.Field):
    """Wraps a `setting` field: cleans to None while the box is ticked, else to the value typed; empty is an error."""

    widget: UseConfigWidget

    def __init__(self, setting: forms.Field, *, label: str) -> None:
        setting.required = True
        setting.error_messages["required"] = EMPTY
        super().__init__(required=False, label=label, widget=UseConfigWidget(setting.widget))
        self.widget.label = label
        self.setting = setting

    def clean(self, value: Any) -> Any:
        """Return the own value, or None for "Use Config Setting". Raises `ValidationError` for a value beside a ticked box."""
        if value is None:
            return None
        if value.is_beside(self.widget.configured, self.widget.own):
            labels = {str(key): str(label) for key, label in getattr(self.setting, "choices", ())}
            typed, shown = (labels.get(text, text) for text in (value.text.strip(), self.widget.configured))
            raise forms.ValidationError(typed_beside_words(typed, box=USE_CONFIG, shown=shown), code="beside")
        return None if value.uses_config else self.setting.clean(value.text)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show what is stored where nothing was posted."""
        return initial if data is None else data

    def prepare_value(self, value: Any) -> Typed:
        """Return a stored own value (None: the configured one) as the widget takes it."""
        return value if isinstance(value, Typed) else Typed(as_text(value), uses_config=value is None)


def as_text(value: Decimal | int | None) -> str:
    """Return a value as its control takes it: "1" and "0" for Yes and No, a mode's number, a plain quantity."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(int(value))


NO_NUMBER = "Please enter a quantity as a number, for example 2."


class BoughtQuantityField(TypedUnitsField):
    """A quantity above zero, with messages for shoppers."""

    default_error_messages = {"required": NO_NUMBER}

    def clean(self, value: Any) -> Decimal | None:
        """Return the quantity; raises `ValidationError` for what is no number above zero."""
        try:
            number: Decimal | None = super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                {"number": NO_NUMBER, "large": TOO_MANY}.get(error.code or "", error.message)
            ) from error
        if number is not None and number <= 0:
            raise forms.ValidationError(MESSAGES[Reason.NOT_POSITIVE])
        return number


class QuantityForm(forms.Form):
    """One quantity box."""

    quantity = BoughtQuantityField(label="Quantity")

    @property
    def message(self) -> str:
        """Why the quantity was refused, as one sentence."""
        return " ".join(str(message) for message in self.errors.get("quantity", ()))


class SearchedRows(AutocompleteSelectMultiple):
    """Django's widget, which asks the database for what was sent even where its field has just refused it as no number."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """Return the rows that were chosen, of those that can be."""
        model = self.choices.queryset.model
        return super().optgroups(name, [each for each in value if is_id(model, str(each))], attr)
