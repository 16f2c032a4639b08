"""Catalog > Categories > edit: a name, and the category that it stands below."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from catalog.forms.shown_form import ShownForm
from catalog.models import Category
from catalog.rules.category import SEPARATOR

AT_THE_ROOT = "None: a department of its own"


class ParentChoices(forms.ModelChoiceField[Category]):
    """Categories by their path."""

    def label_from_instance(self, obj: Category) -> str:
        """Return "Men/Tops"."""
        return obj.path


class CategoryForm(ShownForm, forms.ModelForm[Category]):
    """A category as typed: its path follows from its name and the category that it stands below."""

    parent = ParentChoices(
        Category.objects.order_by("path"),
        required=False,
        label="Below",
        empty_label=AT_THE_ROOT,
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = Category
        fields = ("name", "slug")
        labels = {"slug": "URL key"}
        help_texts = {"slug": "The end of its address in the shop. Made from the names when it is left empty."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # who may only look has no fields
            self.fields["slug"].required = False
        if "parent" in self.fields:
            above, _, _ = self.instance.path.rpartition(SEPARATOR)
            self.initial["parent"] = Category.objects.filter(path=above).values_list("pk", flat=True).first()

    @property
    def is_moved(self) -> bool:
        """Whether its path changes."""
        return bool({"name", "parent"} & set(self.changed_data))
