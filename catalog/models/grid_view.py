"""How each person wants to see a grid: views under a name, of one's own and shared, and what is kept without a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from catalog.rules.grid_filter import SIZES


class GridView(models.Model):
    """What a grid showed when somebody gave it a name: `query` is the address behind the question mark.

    It names filters, sorting, columns and page size. What of it a later version does not know is left out and said.
    """

    grid = models.CharField(max_length=64, help_text="whose rows: catalog.product")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grid_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint("grid", "owner", Lower("name"), name="grid_view_name_once"),
            models.CheckConstraint(condition=Q(name__regex=r"^\S(.*\S)?$"), name="grid_view_name_trimmed"),
            models.CheckConstraint(condition=~Q(grid=""), name="grid_view_of_a_grid"),
        )

    def __str__(self) -> str:
        return self.name


class GridChoice(models.Model):
    """The columns and the page size that a person chose last in a grid, and the view that it opens with. Empty: as it comes."""

    grid = models.CharField(max_length=64)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    columns = models.CharField(max_length=1000, blank=True, default="", help_text="sku.name")
    size = models.PositiveSmallIntegerField(null=True, blank=True)
    view = models.ForeignKey(GridView, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("grid", "owner"), name="grid_choice_once"),
            models.CheckConstraint(condition=Q(size=None) | Q(size__in=SIZES), name="grid_choice_size_offered"),
            models.CheckConstraint(condition=~Q(grid=""), name="grid_choice_of_a_grid"),
        )

    def __str__(self) -> str:
        return f"{self.owner} in {self.grid}"
