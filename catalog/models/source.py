"""Sources: places that hold units."""

from django.db import models
from django.db.models import Q

from catalog.models.history import tracked
from catalog.models.low_stock_triggers import low_on_source
from catalog.models.stock_level_triggers import on_source

DEFAULT_SOURCE_CODE = "default"


# Which sources counted on a day of the past is asked by what is told of that day.
@tracked("SourceEvent", fields=("id", "is_enabled"))
class Source(models.Model):
    """A warehouse, a shop, a drop-shipper. The source `default` always exists and stays enabled."""

    code = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=255)
    is_enabled = models.BooleanField(default=True)
    description = models.TextField(blank=True, max_length=1000)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    contact_name = models.CharField(max_length=255, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=255, blank=True)
    fax = models.CharField(max_length=255, blank=True)
    country = models.CharField(max_length=2, default="US", help_text="ISO 3166 code, such as US or DE")
    region = models.CharField("state/province", max_length=255, blank=True)
    city = models.CharField(max_length=255, blank=True)
    street = models.CharField(max_length=255, blank=True)
    postcode = models.CharField(max_length=255)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^\S+$"), name="source_code_without_whitespace"),
            models.CheckConstraint(
                condition=~Q(code=DEFAULT_SOURCE_CODE) | Q(is_enabled=True), name="source_default_stays_enabled"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None) | Q(latitude__range=(-90, 90)), name="source_latitude_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(longitude=None) | Q(longitude__range=(-180, 180)), name="source_longitude_on_earth"
            ),
        )
        triggers = (*on_source, *low_on_source)

    def __str__(self) -> str:
        return self.name

    @property
    def is_default(self) -> bool:
        """Whether this is the Default Source, which cannot be disabled."""
        return self.code == DEFAULT_SOURCE_CODE
