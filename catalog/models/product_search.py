"""What a product is found by, which only the database's triggers write (docs/decisions/0058)."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement

from catalog.models.product import Product
from catalog.models.product_search_triggers import search_on_department


class WordsField(models.Field[str, str]):
    """A tsvector. That of django.contrib.postgres asks every new connection for types that nothing here has."""

    def db_type(self, connection: Any) -> str:
        """Return PostgreSQL's name of it."""
        del connection
        return "tsvector"


class WordsIndex(models.Index):
    """The index that finds rows by their words."""

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Statement:
        """Make it an inverted one."""
        return super().create_sql(model, schema_editor, using=using or " USING gin", **kwargs)


class WordsOf(models.Func):
    """The words of columns as search knows them: those of an expression that a `WordsIndex` holds, so that the rows store none."""

    template = "catalog_search_words(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = WordsField()


class ProductSearch(models.Model):
    """The words of a product: of name and SKU as they are, and behind a ~ those that the shop alone asks for.

    A table of its own: a listing that reads products reads none of it.
    """

    product = models.OneToOneField(
        Product, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="search"
    )
    words = WordsField()

    class Meta:
        default_permissions = ()
        indexes = (WordsIndex(fields=("words",), name="product_search_words"),)

    def __str__(self) -> str:
        return f"what {self.product_id} is found by"


class SearchWord(models.Model):
    """A word that products or departments are called by, for who types it wrong; `seen_at` is until when their names were read."""

    word = models.CharField(max_length=30, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.word


class CategoryLink(Product.categories.through):  # type: ignore[name-defined,misc]  # made by Django
    """A product in a department. A proxy: it bears the triggers."""

    class Meta:
        proxy = True
        triggers = search_on_department
