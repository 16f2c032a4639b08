"""Catalog > Products > Update attributes: the page between the mass action and its end."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from catalog.actions.moved_day import DaysMove
from catalog.actions.update_attributes import (
    InvalidAttributesError,
    UpdatedProducts,
    attributes_effect,
    update_attributes,
)
from catalog.admin.effect import panel_of
from catalog.admin.moved_day import days_asked, told_seen
from catalog.admin.promised_messages import tell_promised_of_many
from catalog.forms.update_attributes_form import CHANGE, SHOWN, UpdateAttributesForm
from catalog.models import ConfigurationValue, Product
from catalog.queries.sources import is_single_source_mode
from catalog.words.form import changed_words

# The name of the button that says what saving would do.
PREVIEW = "preview"


@dataclass(frozen=True)
class AttributeRow:
    """One row: its control, why it was refused, and its "Change" box."""

    name: str
    label: str
    control: BoundField
    errors: tuple[str, ...]
    change_name: str
    is_chosen: bool


def update_attributes_page(
    request: HttpRequest, queryset: QuerySet[Product], *, context: dict[str, Any]
) -> HttpResponse:
    """Show the fields for the products of `queryset`, or apply what was posted; `context` is that of the admin site."""
    ids = list(queryset.order_by().values_list("pk", flat=True))
    form = UpdateAttributesForm(
        request.POST if SHOWN in request.POST else None,
        configured=ConfigurationValue.objects.in_force().configured_policy(),
        is_single_source=is_single_source_mode(),
    )
    if form.is_bound and form.is_valid():
        try:
            if PREVIEW in request.POST:
                panel = panel_of(attributes_effect(ids, attributes=form.attributes, now=timezone.now()))
                return _page(request, form, ids, {**context, "panel": panel})
            with days_asked(request, ids):
                done = update_attributes(ids, attributes=form.attributes, now=timezone.now())
            _tell(request, form, done)
            if form.attributes.quantity is not None or form.attributes.is_in_stock is not None:
                tell_promised_of_many(request, ids)
        except DaysMove as asked:
            form.add_error(None, str(asked))
        except InvalidAttributesError as error:
            for name, message in error.errors.items():
                form.add_error(name if name in form.fields else None, message)
        else:
            return redirect(request.get_full_path())
    return _page(request, form, ids, context)


def _tell(request: HttpRequest, form: UpdateAttributesForm, done: UpdatedProducts) -> None:
    updated = f"{done.updated:,} {'product was' if done.updated == 1 else 'products were'} updated."
    messages.success(request, f"{updated} {changed_words(len(form.chosen), len(form.fields), 'field')}")
    if done.without_stock:
        were = "configurable product was" if done.without_stock == 1 else "configurable products were"
        messages.warning(request, f"{done.without_stock:,} {were} left out: stock belongs to the variants.")


def _page(
    request: HttpRequest, form: UpdateAttributesForm, ids: list[int], context: dict[str, Any]
) -> TemplateResponse:
    rows = tuple(_row(form, name) for name in form.fields)
    shown = {
        "title": "Update attributes",
        "is_typed": form.is_bound,
        "rows": rows,
        "count": len(ids),
        "errors": (
            *form.non_field_errors(),
            *(f"{row.label}: {error}" for row in rows for error in row.errors),
        ),
        # All that match are asked for again, by the same address; else the ticked ones are.
        "is_all": request.POST.get("select_across") == "1",
        "selected_name": ACTION_CHECKBOX_NAME,
        "selected": tuple(request.POST.getlist(ACTION_CHECKBOX_NAME)),
        "shown_name": SHOWN,
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/catalog/update_attributes.html", {**context, **shown, **told_seen(request)})


def _row(form: UpdateAttributesForm, name: str) -> AttributeRow:
    control = form[name]
    return AttributeRow(
        name=name,
        label=str(control.label),
        control=control,
        errors=tuple(str(error) for error in cast("list[str]", control.errors)),
        change_name=control.html_name + CHANGE,
        is_chosen=name in form.chosen,
    )
