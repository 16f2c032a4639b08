"""The SQL twin of `rules.sku.sku_key`."""

from django.db.models import CharField, Func


class SkuKey(Func):
    """What all spellings of a SKU in capital and small letters have in common; its function is made by a migration."""

    function = "catalog_sku_key"
    arity = 1
    output_field = CharField()
