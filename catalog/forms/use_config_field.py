"""A setting of one product with its "Use Config Setting" box: own value, or None for the configured one."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.utils.safestring import SafeString
from unfold.widgets import CHECKBOX_CLASSES

from catalog.rules.quantity import plain

BOX = "_use_config"
EMPTY = "Please enter a value, or tick “Use Config Setting”."


@dataclass(frozen=True)
class Typed:
    """What stands in the control, and whether the box beside it is ticked."""

    text: str
    uses_config: bool


class UseConfigWidget(forms.Widget):
    """A control with its box. `configured` is the value in force while the box is ticked, as the control takes it.

    The control is not disabled in the HTML, so that the page works without JavaScript; inherit-box.js disables it while
    the box is ticked, and a ticked box wins in either case.
    """

    template_name = "admin/catalog/product/use_config.html"
    configured = ""
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
        shown = self.configured if typed.uses_config else typed.text
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
        """Return the own value, or None for "Use Config Setting"."""
        return None if value is None or value.uses_config else self.setting.clean(value.text)

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
