"""What was typed into a form that could not be sent, because the session had ended meanwhile."""

import uuid

from django.conf import settings
from django.db import models


class KeptForm(models.Model):
    """A form as it was posted to `path` from the page at `page`, for the one person whom the page had been made for.

    `fields` are (name, value) as posted, without secrets and without the CSRF token; `files` the names of files, which are not
    kept. The key is a token that is worth nothing to anybody but `owner`; whoever sends the form again needs a fresh CSRF token.
    """

    token = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.TextField()
    page = models.TextField()
    fields = models.JSONField(default=list)
    files = models.JSONField(default=list)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(path__startswith="/", page__startswith="/"), name="kept_form_addresses_are_own"
            ),
        )

    def __str__(self) -> str:
        return self.path
