"""Catalog > Categories."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog.actions.category import save_category
from catalog.admin.screen import Screen
from catalog.forms.category_form import CategoryForm
from catalog.models import Category


@admin.register(Category)
class CategoryScreen(Screen):
    """The shop's departments, by their path."""

    form = CategoryForm
    fields = ("name", "parent", "slug")
    list_display = ("name", "path", "slug")
    search_fields = ("path", "name")
    ordering = ("path",)
    add_label = "Add Category"
    saved_message = "You saved the category."
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Save it by its action where its path changes, which brings along what stands below, or its URL key has to be made."""
        if form.is_moved or not obj.slug:
            save_category(obj, parent=form.cleaned_data["parent"])
        else:
            super().save_model(request, obj, form, change)
