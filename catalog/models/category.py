"""Categories: the shop's departments."""

from django.db import models


class Category(models.Model):
    """A department of the shop. `path` is the reference's category path without the root, e.g. `Men/Tops`."""

    path = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        ordering = ("path",)
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name
