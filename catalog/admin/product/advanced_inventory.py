"""The Advanced Inventory dialog of a product: its rows in the reference's order."""

from dataclasses import dataclass

from django.forms import BoundField

from catalog.admin.configuration.scope import OwnValueSource, own_value_source
from catalog.forms.advanced_inventory_form import AdvancedInventoryForm
from catalog.forms.fields import Typed, UseConfigField
from catalog.forms.source_row_form import SourceRowForm
from catalog.models import CustomerGroup
from catalog.rules.customer_group import ALL_GROUPS, NOT_LOGGED_IN
from catalog.rules.in_force import Configuration, group_minimums
from catalog.rules.product_setting import (
    ADVANCED_INVENTORY,
    BACKORDERS,
    MIN_QTY,
    MIN_SALE_QTY,
    ProductFlag,
    ProductSetting,
)
from catalog.rules.quantity import plain
from catalog.rules.scope import SCOPE_LABELS, Scope
from catalog.words.configuration import ALL_GROUPS_NAME, ThresholdWords, threshold_words


@dataclass(frozen=True)
class GroupMinimum:
    """One row of the read-only table of configured minimums."""

    group: str
    least: str


@dataclass(frozen=True)
class DialogRow:
    """One row. `shown_when` names the conditions under which it is shown, "field=value" each.

    `mirrors` is the id of a control outside the dialog that this one shows and sets (Qty and Quantity, Stock Status).
    """

    name: str
    label: str
    control: BoundField
    errors: tuple[str, ...]
    help: str
    scope_label: str
    shown_when: str
    mirrors: str = ""
    threshold: tuple[ThresholdWords, ...] = ()
    minimums: tuple[GroupMinimum, ...] = ()
    source: OwnValueSource | None = None
    is_per_source: bool = False


@dataclass(frozen=True)
class AdvancedInventoryDialog:
    """The dialog. It is open from the start when the last save found an error in it."""

    rows: tuple[DialogRow, ...]
    mode_id: str

    @property
    def has_error(self) -> bool:
        """Whether a field of its own must be corrected; what it mirrors stands on the page with its message."""
        return any(row.errors for row in self.rows if not row.mirrors)


def advanced_inventory_dialog(
    form: AdvancedInventoryForm, *, source: SourceRowForm | None, configuration: Configuration
) -> AdvancedInventoryDialog:
    """Return the dialog; `source` is the one source of single-source mode, whose Qty and Stock Status stand in it too.

    In multi-source mode Notify for Quantity Below is left out, as the sources have their own, unless the product has an own
    value: then "Use Default" at the sources means that value, and staff must be able to see it.
    """
    first, *rest = (_row(form, declared, configuration) for declared in ADVANCED_INVENTORY)
    if source is None:
        shown = (first, *(row for row in rest if not row.is_per_source or row.errors or _has_own(row)))
    else:
        quantity, status = (
            _mirror(source, "quantity", "qty", "Qty"),
            _mirror(source, "is_in_stock", "is_in_stock", "Stock Status"),
        )
        shown = (first, quantity, *rest, status)
    return AdvancedInventoryDialog(shown, form[BACKORDERS.name].auto_id)


def _row(
    form: AdvancedInventoryForm, declared: ProductSetting | ProductFlag, configuration: Configuration
) -> DialogRow:
    control = form[declared.name]
    setting = declared if isinstance(declared, ProductSetting) else None
    return DialogRow(
        name=declared.name,
        label=str(control.label),
        control=control,
        errors=tuple(str(error) for error in control.errors),
        help="" if setting is None else setting.note or setting.help,
        scope_label=SCOPE_LABELS[Scope.DEFAULT],
        shown_when=" ".join(declared.conditions),
        threshold=threshold_words(_text(control), _text(form[BACKORDERS.name])) if setting == MIN_QTY else (),
        minimums=_minimums(configuration) if setting == MIN_SALE_QTY else (),
        source=None if setting is None else own_value_source(setting, configuration),
        is_per_source=setting is not None and setting.per_source,
    )


def _mirror(source: SourceRowForm, field: str, name: str, label: str) -> DialogRow:
    control = source[field]
    return DialogRow(
        name=name,
        label=label,
        control=control,
        errors=tuple(str(error) for error in control.errors),
        help="",
        scope_label=SCOPE_LABELS[Scope.DEFAULT],
        shown_when=" ".join(MIN_QTY.conditions),
        mirrors=control.auto_id,
    )


def _text(control: BoundField) -> str:
    """Return the text in force of a control with a box: the configured one while the box is ticked."""
    typed = control.value()
    if not isinstance(typed, Typed) or not isinstance(control.field, UseConfigField):
        return ""
    return control.field.widget.configured if typed.uses_config else typed.text


def _has_own(row: DialogRow) -> bool:
    typed = row.control.value()
    return isinstance(typed, Typed) and not typed.uses_config


def _minimums(configuration: Configuration) -> tuple[GroupMinimum, ...]:
    """Return the configured minimums by customer group; none when there is only that of ALL GROUPS."""
    minimums = group_minimums(configuration.text(MIN_SALE_QTY))
    if set(minimums) <= {ALL_GROUPS}:
        return ()
    names = {ALL_GROUPS: ALL_GROUPS_NAME, **dict(CustomerGroup.objects.values_list("code", "name"))}
    ordered = sorted(minimums.items(), key=lambda minimum: (minimum[0] == NOT_LOGGED_IN, minimum[0] != ALL_GROUPS))
    return tuple(
        GroupMinimum(names.get(group, f"Group {group} (deleted)"), "No minimum" if least is None else plain(least))
        for group, least in ordered
    )
