"""Forms as they were sent: the key of one that was done, and what one held whose session had ended."""

import uuid

from django.conf import settings
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import models
from django.db.models import Q


class UsedKey(models.Model):
    """A key that is used up. It is written in the transaction of its effect: there is never one without the other.

    A form's key keeps what was sent (`path`, and `body` as a keyed hash, so that no password can be guessed from it), by whom,
    and the answer: where it led (`location`), what was `said` and which values of the session it left (`remembered`). The key
    of an event, for instance of a delivery booked by a program, has nothing but itself.
    """

    key = models.CharField(max_length=100, primary_key=True)
    path = models.TextField(blank=True)
    body = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(db_index=True)
    location = models.TextField(blank=True)
    said = models.JSONField(default=list, encoder=MessageEncoder, decoder=MessageDecoder)
    remembered = models.JSONField(default=dict)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(key=""), name="used_key_not_empty"),)

    def __str__(self) -> str:
        return self.key


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
