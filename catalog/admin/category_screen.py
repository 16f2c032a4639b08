"""Catalog > Categories."""

from django.contrib import admin

from catalog.admin.screen import Screen
from catalog.models import Category


@admin.register(Category)
class CategoryScreen(Screen):
    """The shop's departments, by their path."""

    list_display = ("name", "path", "slug")
    search_fields = ("path", "name")
    ordering = ("path",)
    add_label = "Add Category"
    saved_message = "You saved the category."
    prepopulated_fields = {"slug": ("name",)}
