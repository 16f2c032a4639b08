"""The lock of who takes units from a source: it stays enabled and linked until they have left."""

from catalog.models import Source


def locked_source(pk: int | None) -> Source:
    """Return the source as it is now, locked for reading until the transaction ends. Raises `Source.DoesNotExist`.

    Shared: only who links, switches or deletes it waits. Take it before any source item, as every other writer does.
    """
    for source in Source.objects.raw("SELECT * FROM catalog_source WHERE id = %s FOR SHARE", [pk]):
        return source
    raise Source.DoesNotExist
